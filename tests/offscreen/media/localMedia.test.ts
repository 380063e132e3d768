import { beforeEach, describe, expect, it } from 'vitest'
import type { NoticeCode } from '../../../src/messaging/snapshot'
import type { CaptureDevices } from '../../../src/offscreen/media/capturedDevice'
import { createLocalMedia } from '../../../src/offscreen/media/localMedia'
import type { DevicePermissions, LocalMedia } from '../../../src/offscreen/ports'
import { createFakeClock, type FakeClock, FakeStream, FakeTrack, settle } from '../fakes'

/** The computer's devices: which there are, how opening them fails, and opening that takes until it is let go. */
class FakeDevices extends EventTarget implements CaptureDevices {
  microphones = ['mic-a']
  cameras = ['cam-a']
  refusal: Partial<Record<'audio' | 'video', string>> = {}
  held: (() => void)[] | null = null
  /** Devices that are open some time before they give anything. */
  slowToStart = false
  readonly tracks: FakeTrack[] = []
  asked = 0
  constraints: MediaStreamConstraints | undefined

  async getUserMedia(constraints: MediaStreamConstraints = {}): Promise<MediaStream> {
    this.asked++
    this.constraints = constraints
    const kind = constraints.audio ? 'audio' : 'video'
    const wanted = constraints[kind]
    if (this.held) await new Promise<void>((resolve) => this.held?.push(resolve))
    const refusal = this.refusal[kind]
    if (refusal !== undefined) throw new DOMException('refused', refusal)
    const exact =
      typeof wanted === 'object' && typeof wanted.deviceId === 'object' && 'exact' in wanted.deviceId
        ? wanted.deviceId.exact
        : null
    const present = kind === 'audio' ? this.microphones : this.cameras
    const id = exact === null ? present[0] : present.find((each) => each === exact)
    if (id === undefined) throw new DOMException('none', exact === null ? 'NotFoundError' : 'OverconstrainedError')
    const track = new FakeTrack(kind, id)
    if (this.slowToStart) track.stats.deliveredFrames = 0
    this.tracks.push(track)
    return new FakeStream([track])
  }
  /** As on Linux: that a device was pulled out is noticed once somebody asks. */
  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    const present = [...this.microphones, ...this.cameras]
    const gone = this.tracks.filter((track) => track.readyState === 'live' && !present.includes(track.label))
    for (const track of gone) track.lose()
    if (gone.length > 0) this.change()
    return []
  }
  change(): void {
    this.dispatchEvent(new Event('devicechange'))
  }
  letGo(): void {
    const held = this.held ?? []
    this.held = null
    for (const resume of held) resume()
  }
  get live(): string[] {
    return this.tracks.filter((track) => track.readyState === 'live').map((track) => track.label)
  }
  track(label: string): FakeTrack {
    const found = this.tracks.findLast((track) => track.label === label)
    if (!found) throw new Error(`${label} was never opened`)
    return found
  }
}

let devices: FakeDevices
let media: LocalMedia
let notices: NoticeCode[]
let grant: () => void
let clock: FakeClock

beforeEach(() => {
  devices = new FakeDevices()
  clock = createFakeClock()
  notices = []
  grant = () => {}
  const permissions: DevicePermissions = {
    access: { microphone: 'granted', camera: 'granted' },
    onChange(listener) {
      grant = listener
      return () => {}
    },
  }
  media = createLocalMedia({ devices, permissions, clock })
  media.onNotice((code) => notices.push(code))
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
