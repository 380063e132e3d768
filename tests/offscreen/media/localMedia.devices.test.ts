import { beforeEach, describe, expect, it } from 'vitest'
import { settle } from '../fakes'
import { createMediaScene, type MediaScene } from './fakeDevices'

let devices: MediaScene['devices']
let media: MediaScene['media']
let notices: MediaScene['notices']
let grant: MediaScene['grant']
let clock: MediaScene['clock']

beforeEach(() => {
  ;({ devices, media, notices, grant, clock } = createMediaScene())
})

describe('devices that go and come', () => {
  it('says that the microphone is lost, and takes the next one that is plugged in', async () => {
    await media.acquire({ camera: false })
    devices.microphones = []
    devices.track('mic-a').lose()
    await settle()
    expect(media.microphone).toBe('missing')
    expect(notices).toEqual(['microphoneLost'])
    devices.microphones = ['mic-b']
    devices.change()
    await settle()
    expect(media.microphone).toBe('on')
    expect(devices.live).toEqual(['mic-b'])
    expect(notices).toEqual(['microphoneLost'])
  })

  it('says once that it is lost where only asking for the devices tells that, and asks no more after the call', async () => {
    await media.acquire({ camera: false })
    devices.microphones = []
    await clock.advance(2_500)
    expect(media.microphone).toBe('missing')
    expect(media.microphoneComing).toBe(false)
    devices.microphones = ['mic-b']
    await clock.advance(2_500)
    expect(devices.live).toEqual(['mic-b'])
    expect(notices).toEqual(['microphoneLost'])
    media.release()
    expect(clock.timers).toBe(0)
  })

  it('says of one whose permission is withdrawn only that, and takes it back when it is allowed again', async () => {
    await media.acquire({ camera: true })
    devices.refusal = { audio: 'NotAllowedError' }
    devices.track('mic-a').lose()
    await settle()
    expect(media.microphone).toBe('denied')
    expect(media.camera).toBe('on')
    devices.refusal = {}
    grant()
    await settle()
    expect(media.microphone).toBe('on')
    expect(notices).toEqual(['microphoneDenied'])
  })

  it('tells the other side of a camera that gives no picture any more, and of its next one', async () => {
    await media.acquire({ camera: true })
    devices.track('cam-a').mute(true)
    expect(media.cameraComing).toBe(true)
    await clock.advance(1_100)
    expect([media.camera, media.cameraComing]).toEqual(['missing', false])
    expect(notices).toEqual(['cameraStalled'])
    devices.track('cam-a').mute(false)
    expect([media.camera, media.cameraComing]).toEqual(['on', true])
  })

  it('says nothing of one that stutters, nor of one that was closed meanwhile', async () => {
    await media.acquire({ camera: true })
    const camera = devices.track('cam-a')
    camera.mute(true)
    await clock.advance(500)
    camera.mute(false)
    await clock.advance(2_000)
    camera.mute(true)
    await media.setCamera(false)
    await clock.advance(2_000)
    expect(notices).toEqual([])
    expect(media.camera).toBe('off')
  })

  it('takes another camera that is there already', async () => {
    devices.cameras = ['cam-a', 'cam-b']
    await media.acquire({ camera: true })
    devices.cameras = ['cam-b']
    devices.track('cam-a').lose()
    await settle()
    expect(devices.live).toEqual(['mic-a', 'cam-b'])
    expect(notices).toEqual(['cameraLost'])
  })

  it('takes one that another program had as soon as that lets it go, and asks for none after the call', async () => {
    devices.refusal = { audio: 'NotReadableError' }
    await media.acquire({ camera: false })
    expect(media.microphone).toBe('missing')
    await clock.advance(2_500)
    expect(media.microphone).toBe('missing')
    devices.refusal = {}
    await clock.advance(2_500)
    expect(media.microphone).toBe('on')
    devices.refusal = { audio: 'NotReadableError' }
    devices.track('mic-a').lose()
    await settle()
    media.release()
    const asked = devices.asked
    await clock.advance(5_000)
    expect(devices.asked).toBe(asked)
  })

  it('does not open a camera that is plugged in but not wanted', async () => {
    await media.acquire({ camera: false })
    devices.change()
    await settle()
    expect(devices.live).toEqual(['mic-a'])
  })

  it('switches devices without a gap: the new one is there before the old one stops', async () => {
    devices.microphones = ['mic-a', 'mic-b']
    await media.acquire({ camera: false })
    const former = devices.track('mic-a')
    const seen: string[] = []
    media.onChange(() => seen.push(`${media.microphoneTrack?.label} ${former.readyState}`))
    media.useDevices({ microphone: 'mic-b', camera: '', echoCancellation: true })
    await settle()
    expect(seen).toEqual(['mic-b live'])
    expect(devices.live).toEqual(['mic-b'])
  })

  it('keeps the old one until the new one gives something', async () => {
    devices.microphones = ['mic-a', 'mic-b']
    await media.acquire({ camera: false })
    devices.slowToStart = true
    media.useDevices({ microphone: 'mic-b', camera: '', echoCancellation: true })
    await clock.advance(300)
    expect(media.microphoneTrack?.label).toBe('mic-a')
    devices.track('mic-b').stats.deliveredFrames = 480
    await clock.advance(50)
    expect(media.microphoneTrack?.label).toBe('mic-b')
    expect(devices.live).toEqual(['mic-b'])
  })

  it('takes a new one that gives nothing all the same, and lets go of it with the call', async () => {
    devices.microphones = ['mic-a', 'mic-b', 'mic-c']
    await media.acquire({ camera: false })
    devices.slowToStart = true
    media.useDevices({ microphone: 'mic-b', camera: '', echoCancellation: true })
    await clock.advance(2_000)
    expect(devices.live).toEqual(['mic-b'])
    media.useDevices({ microphone: 'mic-c', camera: '', echoCancellation: true })
    await clock.advance(300)
    media.release()
    await clock.advance(300)
    expect(devices.live).toEqual([])
  })

  it('keeps what works when the chosen device is not there, and changes when it comes', async () => {
    await media.acquire({ camera: false })
    media.useDevices({ microphone: 'mic-c', camera: '', echoCancellation: true })
    await settle()
    expect(devices.live).toEqual(['mic-a'])
    expect(notices).toEqual([])
    devices.microphones = ['mic-a', 'mic-c']
    devices.change()
    await settle()
    expect(devices.live).toEqual(['mic-c'])
  })

  it('opens the microphone anew, with or without echo cancellation, without a gap', async () => {
    await media.acquire({ camera: false })
    const former = devices.track('mic-a')
    media.useDevices({ microphone: '', camera: '', echoCancellation: false })
    await settle()
    expect(devices.constraints?.audio).toMatchObject({ echoCancellation: false, noiseSuppression: true })
    expect(former.readyState).toBe('ended')
    expect(devices.live).toEqual(['mic-a'])
    const { asked } = devices
    media.useDevices({ microphone: '', camera: '', echoCancellation: false })
    await settle()
    expect(devices.asked).toBe(asked)
  })

  it('stays muted when the device changes', async () => {
    devices.microphones = ['mic-a', 'mic-b']
    await media.acquire({ camera: false })
    await media.setMicrophone(false)
    media.useDevices({ microphone: 'mic-b', camera: '', echoCancellation: true })
    await settle()
    expect(media.microphoneTrack?.enabled).toBe(false)
  })
})
