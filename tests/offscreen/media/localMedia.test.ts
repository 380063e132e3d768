import { beforeEach, describe, expect, it } from 'vitest'
import { settle } from '../fakes'
import { createMediaScene, type MediaScene } from './fakeDevices'

let devices: MediaScene['devices']
let media: MediaScene['media']
let notices: MediaScene['notices']
let grant: MediaScene['grant']

beforeEach(() => {
  ;({ devices, media, notices, grant } = createMediaScene())
})

describe('opening and closing', () => {
  it('opens both, and releases both', async () => {
    expect(await media.acquire({ camera: true })).toBe(true)
    expect([media.microphone, media.camera]).toEqual(['on', 'on'])
    media.release()
    expect(devices.live).toEqual([])
    expect([media.microphone, media.camera]).toEqual(['off', 'off'])
  })

  it('leaves the camera closed when it is not wanted', async () => {
    await media.acquire({ camera: false })
    expect(devices.live).toEqual(['mic-a'])
    expect(media.camera).toBe('off')
  })

  it('keeps a muted microphone, which sends silence', async () => {
    await media.acquire({ camera: false })
    await media.setMicrophone(false)
    expect(media.microphone).toBe('off')
    expect(media.microphoneTrack?.enabled).toBe(false)
    expect(media.microphoneTrack?.readyState).toBe('live')
    await media.setMicrophone(true)
    expect(media.microphone).toBe('on')
    expect(media.microphoneTrack?.enabled).toBe(true)
  })

  it('releases the camera at once when it is turned off', async () => {
    await media.acquire({ camera: true })
    void media.setCamera(false)
    expect(devices.live).toEqual(['mic-a'])
    expect(media.cameraTrack).toBeNull()
  })

  it('opens nothing outside a call', async () => {
    await media.setCamera(true)
    await media.setMicrophone(true)
    expect(devices.asked).toBe(0)
  })
})

describe('races: the last wish wins', () => {
  it('leaves nothing live when released while devices are being opened', async () => {
    devices.held = []
    const acquiring = media.acquire({ camera: true })
    await settle()
    media.release()
    devices.letGo()
    expect(await acquiring).toBe(false)
    await settle()
    expect(devices.live).toEqual([])
    expect(media.microphoneTrack).toBeNull()
  })

  it.each([
    { wishes: [true, false], live: ['mic-a'] },
    { wishes: [true, false, true], live: ['mic-a', 'cam-a'] },
    { wishes: [true, false, true, false], live: ['mic-a'] },
    { wishes: [false, true], live: ['mic-a', 'cam-a'] },
  ])('camera $wishes while it is slow to open', async ({ wishes, live }) => {
    await media.acquire({ camera: false })
    devices.held = []
    for (const wish of wishes) void media.setCamera(wish)
    await settle()
    devices.letGo()
    await settle()
    await settle()
    expect(devices.live).toEqual(live)
  })

  it('has one microphone after a second call began at once', async () => {
    devices.held = []
    void media.acquire({ camera: true })
    media.release()
    const second = media.acquire({ camera: false })
    await settle()
    devices.letGo()
    expect(await second).toBe(true)
    await settle()
    expect(devices.live).toEqual(['mic-a'])
  })

  it('keeps the mute of a microphone that opens late', async () => {
    devices.held = []
    void media.acquire({ camera: false })
    await media.setMicrophone(false)
    devices.letGo()
    await settle()
    expect(media.microphoneTrack?.enabled).toBe(false)
    expect(media.microphone).toBe('off')
  })
})

describe('when it cannot be opened', () => {
  it.each([
    ['NotAllowedError', 'denied', 'cameraDenied'],
    ['NotFoundError', 'missing', 'cameraMissing'],
    ['NotReadableError', 'missing', 'cameraMissing'],
  ])('%s is %s', async (name, state, notice) => {
    devices.refusal = { video: name }
    expect(await media.acquire({ camera: true })).toBe(true)
    expect(media.camera).toBe(state)
    expect(notices).toEqual([notice])
  })

  it('says false when neither is there', async () => {
    devices.refusal = { audio: 'NotFoundError', video: 'NotAllowedError' }
    expect(await media.acquire({ camera: true })).toBe(false)
    expect(notices.toSorted()).toEqual(['cameraDenied', 'microphoneMissing'])
  })

  it('opens what was denied once it is granted', async () => {
    devices.refusal = { audio: 'NotAllowedError' }
    await media.acquire({ camera: false })
    devices.refusal = {}
    grant()
    await settle()
    expect(media.microphone).toBe('on')
  })
})
