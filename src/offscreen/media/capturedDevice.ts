import type { NoticeCode } from '../../messaging/snapshot'
import type { Clock } from './clock'
import { firstFrames } from './firstFrames'
import {
  type DeviceKind,
  type DeviceTrouble,
  deviceNotice,
  mayBeFreed,
  troubleFromError,
  wasDeviceNotThere,
} from './mediaFailure'

/** No event says that another program has let a device go: it is tried again this often, in ms. */
const TRY_AGAIN_MS = 2_000

/** A device that has given nothing for this long after it fell silent is told as not there, in ms: a busy machine stutters. */
const STALLED_MS = 1_000

/** The part of `navigator.mediaDevices` that capture needs. */
export type CaptureDevices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>

/** A device, and how it is asked for. */
export interface DeviceChoice {
  readonly id: string
  readonly constraints: MediaTrackConstraints
}

export interface CapturedDeviceDeps {
  readonly kind: DeviceKind
  readonly devices: CaptureDevices
  /** Of the system's default, until something else is chosen. */
  readonly constraints: MediaTrackConstraints
  readonly clock: Pick<Clock, 'after'>
  readonly onChange: () => void
  readonly onNotice: (code: NoticeCode) => void
}

/** One microphone or camera: opens what is wished, closes what is not. The last wish wins, whatever is still under way. */
export interface CapturedDevice {
  readonly track: MediaStreamTrack | null
  /** Something comes of the track, or one is just being opened. */
  readonly coming: boolean
  /** Why nothing comes although it is wished; null when all is well. */
  readonly trouble: DeviceTrouble | null
  /** Resolves when this wish, or a later one, has come true or failed. Never rejects. Closing releases the device at once. */
  wish(open: boolean): Promise<void>
  /** The empty id is the system's default. A live track is replaced only once the new one is there. */
  use(choice: DeviceChoice): void
  /** Try again after something outside has changed: a device plugged in, a permission granted. */
  retry(): void
}

export function createCapturedDevice(deps: CapturedDeviceDeps): CapturedDevice {
  const { kind, devices, clock, onChange, onNotice } = deps
  let open = false
  let choice: DeviceChoice = { id: '', constraints: deps.constraints }
  let track: MediaStreamTrack | null = null
  /** The choice that the present track was opened for, and whether it is really that device. */
  let openedFor: DeviceChoice | null = null
  let substitute = false
  let trouble: DeviceTrouble | null = null
  /** The device was lost in use. What to tell of that is known once it was tried again. */
  let lost: 'untold' | 'told' | null = null
  /** There is a track, but its device gives nothing: the system or a switch has muted it, or another program has it. */
  let stalled = false
  let stopStallWait: () => void = () => undefined
  let retryWished = false
  let busy = false
  let stopWaiting: () => void = () => undefined
  let running = Promise.resolve()

  function hold(fresh: MediaStreamTrack): void {
    track = fresh
    fresh.addEventListener('ended', onEnded)
    fresh.addEventListener('mute', onMute)
    fresh.addEventListener('unmute', onUnmute)
    if (fresh.muted) onMute()
  }

  /** Looks away from the present track; stopping it is left to the caller. */
  function letGo(): MediaStreamTrack | null {
    const former = track
    former?.removeEventListener('ended', onEnded)
    former?.removeEventListener('mute', onMute)
    former?.removeEventListener('unmute', onUnmute)
    stopStallWait()
    stalled = false
    track = null
    return former
  }

  function onEnded(): void {
    letGo()
    lost = 'untold'
    trouble = 'missing'
    onChange()
    retryWished = true
    void settle()
  }

  function onMute(): void {
    stopStallWait()
    stopStallWait = clock.after(STALLED_MS, () => {
      stalled = true
      onNotice(deviceNotice(kind, 'stalled'))
      onChange()
    })
  }

  function onUnmute(): void {
    stopStallWait()
    if (!stalled) return
    stalled = false
    onChange()
  }

  function tellLost(): void {
    if (lost === 'untold') onNotice(deviceNotice(kind, 'lost'))
  }

  async function capture({
    id,
    constraints,
  }: DeviceChoice): Promise<{ readonly track: MediaStreamTrack; readonly substitute: boolean }> {
    const ask = async (trackConstraints: MediaTrackConstraints): Promise<MediaStreamTrack> => {
      const stream = await devices.getUserMedia(kind === 'microphone' ? { audio: trackConstraints } : { video: trackConstraints })
      const [first] = stream.getTracks()
      if (!first) throw new DOMException('no track', 'NotFoundError')
      return first
    }
    if (id === '') return { track: await ask(constraints), substitute: false }
    try {
      return { track: await ask({ ...constraints, deviceId: { exact: id } }), substitute: false }
    } catch (error) {
      if (!wasDeviceNotThere(error)) throw error
      return { track: await ask(constraints), substitute: true }
    }
  }

  function settled(): boolean {
    if (!open) return true
    if (retryWished) return false
    return track !== null ? openedFor === choice : trouble !== null
  }

  async function run(): Promise<void> {
    try {
      while (!settled()) await step()
    } finally {
      busy = false
    }
  }

  async function step(): Promise<void> {
    const wished = choice
    retryWished = false
    let fresh: { readonly track: MediaStreamTrack; readonly substitute: boolean }
    try {
      fresh = await capture(wished)
    } catch (error) {
      if (open && wished === choice) failed(troubleFromError(error))
      if (lost !== null || mayBeFreed(error)) tryLater()
      return
    }
    await firstFrames(fresh.track, clock, () => open && wished === choice && track !== null)
    if (!open || wished !== choice || fresh.track.readyState === 'ended') {
      fresh.track.stop()
      if (open && wished === choice) failed('missing')
      tryLater()
      return
    }
    const former = letGo()
    hold(fresh.track)
    openedFor = wished
    substitute = fresh.substitute
    trouble = null
    tellLost()
    lost = null
    onChange()
    // The senders have been given the new track by now: no gap.
    former?.stop()
  }

  function failed(why: DeviceTrouble): void {
    // A device change that fails leaves what works alone.
    if (track) {
      openedFor = choice
      substitute = true
      return
    }
    const news = trouble !== why
    trouble = why
    if (lost !== null && why === 'missing') tellLost()
    else if (news) onNotice(deviceNotice(kind, why))
    if (lost !== null) lost = 'told'
    onChange()
  }

  function tryLater(): void {
    stopWaiting()
    stopWaiting = clock.after(TRY_AGAIN_MS, () => {
      if (!open || track !== null) return
      retryWished = true
      void settle()
    })
  }

  function settle(): Promise<void> {
    if (!busy) {
      busy = true
      running = run()
    }
    return running
  }

  return {
    get track() {
      return track
    },
    get coming() {
      return track !== null ? !stalled : open && trouble === null
    },
    get trouble() {
      return stalled ? 'missing' : trouble
    },
    async wish(wanted) {
      if (wanted === open && (track || !wanted)) return running
      open = wanted
      if (wanted) {
        trouble = null
        lost = null
        await settle()
      } else {
        const had = track !== null || trouble !== null
        stopWaiting()
        letGo()?.stop()
        trouble = null
        retryWished = false
        if (had) onChange()
      }
    },
    use(next) {
      if (JSON.stringify(next) === JSON.stringify(choice)) return
      choice = next
      if (open) {
        retryWished = true
        void settle()
      }
    },
    retry() {
      if (!open || (track && !substitute)) return
      retryWished = true
      void settle()
    },
  }
}
