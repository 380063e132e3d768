import type { NoticeCode } from '../../messaging/snapshot'
import type { Clock } from './clock'
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

/** The part of `navigator.mediaDevices` that capture needs. */
export type CaptureDevices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>

export interface CapturedDeviceDeps {
  readonly kind: DeviceKind
  readonly devices: CaptureDevices
  readonly constraints: MediaTrackConstraints
  readonly clock: Pick<Clock, 'after'>
  readonly onChange: () => void
  readonly onNotice: (code: NoticeCode) => void
}

/** One microphone or camera: opens what is wished, closes what is not. The last wish wins, whatever is still under way. */
export interface CapturedDevice {
  readonly track: MediaStreamTrack | null
  /** Why there is no track although one is wished; null when all is well. */
  readonly trouble: DeviceTrouble | null
  /** Resolves when this wish, or a later one, has come true or failed. Never rejects. Closing releases the device at once. */
  wish(open: boolean): Promise<void>
  /** The empty id is the system's default. A live track is replaced only once the new one is there. */
  useDevice(id: string): void
  /** Try again after something outside has changed: a device plugged in, a permission granted. */
  retry(): void
}

export function createCapturedDevice(deps: CapturedDeviceDeps): CapturedDevice {
  const { kind, devices, constraints, clock, onChange, onNotice } = deps
  let open = false
  let deviceId = ''
  let track: MediaStreamTrack | null = null
  /** The wished id that the present track was opened for, and whether it is really that device. */
  let openedFor = ''
  let substitute = false
  let trouble: DeviceTrouble | null = null
  /** True when the device was lost in use: the person has been told already. */
  let lost = false
  let retryWished = false
  let busy = false
  let stopWaiting: () => void = () => undefined
  let running = Promise.resolve()

  function drop(): void {
    if (!track) return
    track.removeEventListener('ended', onEnded)
    track.stop()
    track = null
  }

  function onEnded(): void {
    drop()
    lost = true
    trouble = 'missing'
    onNotice(deviceNotice(kind, 'lost'))
    onChange()
    retryWished = true
    void settle()
  }

  async function capture(id: string): Promise<{ readonly track: MediaStreamTrack; readonly substitute: boolean }> {
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
    return track !== null ? openedFor === deviceId : trouble !== null
  }

  async function run(): Promise<void> {
    try {
      while (!settled()) await step()
    } finally {
      busy = false
    }
  }

  async function step(): Promise<void> {
    const id = deviceId
    retryWished = false
    let fresh: { readonly track: MediaStreamTrack; readonly substitute: boolean }
    try {
      fresh = await capture(id)
    } catch (error) {
      if (open && id === deviceId) failed(troubleFromError(error), id)
      if (lost || mayBeFreed(error)) tryLater()
      return
    }
    if (!open || id !== deviceId || fresh.track.readyState === 'ended') {
      fresh.track.stop()
      if (open && id === deviceId) failed('missing', id)
      tryLater()
      return
    }
    const former = track
    former?.removeEventListener('ended', onEnded)
    track = fresh.track
    track.addEventListener('ended', onEnded)
    openedFor = id
    substitute = fresh.substitute
    trouble = null
    lost = false
    onChange()
    // The senders have been given the new track by now: no gap.
    former?.stop()
  }

  function failed(why: DeviceTrouble, id: string): void {
    // A device change that fails leaves what works alone.
    if (track) {
      openedFor = id
      substitute = true
      return
    }
    const news = trouble !== why
    trouble = why
    if (news && !(lost && why === 'missing')) onNotice(deviceNotice(kind, why))
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
    get trouble() {
      return trouble
    },
    async wish(wanted) {
      if (wanted === open && (track || !wanted)) return running
      open = wanted
      if (wanted) {
        trouble = null
        lost = false
        await settle()
      } else {
        const had = track !== null || trouble !== null
        stopWaiting()
        drop()
        trouble = null
        retryWished = false
        if (had) onChange()
      }
    },
    useDevice(id) {
      if (id === deviceId) return
      deviceId = id
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
