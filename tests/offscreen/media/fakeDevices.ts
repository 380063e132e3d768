import type { NoticeCode } from '../../../src/messaging/snapshot'
import type { CaptureDevices } from '../../../src/offscreen/media/capturedDevice'
import { createLocalMedia } from '../../../src/offscreen/media/localMedia'
import type { DevicePermissions, LocalMedia } from '../../../src/offscreen/ports'
import { createFakeClock, type FakeClock, FakeStream, FakeTrack } from '../fakes'

/** The computer's devices: which there are, how opening them fails, and opening that takes until it is let go. */
export class FakeDevices extends EventTarget implements CaptureDevices {
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

/** Microphone and camera over such devices, all of it in the test's hands. */
export interface MediaScene {
  readonly devices: FakeDevices
  readonly media: LocalMedia
  readonly notices: NoticeCode[]
  readonly clock: FakeClock
  /** The person allows what was denied. */
  grant(): void
}

export function createMediaScene(): MediaScene {
  const devices = new FakeDevices()
  const clock = createFakeClock()
  const notices: NoticeCode[] = []
  let grant = (): void => {}
  const permissions: DevicePermissions = {
    access: { microphone: 'granted', camera: 'granted' },
    onChange(listener) {
      grant = listener
      return () => {}
    },
  }
  const media = createLocalMedia({ devices, permissions, clock })
  media.onNotice((code) => notices.push(code))
  return { devices, media, notices, clock, grant: () => grant() }
}
