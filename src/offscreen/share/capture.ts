import type { NoticeCode } from '../../messaging/snapshot'
import type { OpenPicker } from './picker'

/** The ways a picture and its sound come into the offscreen document by itself; `carriedCapture.ts` has another. */

/** What was captured: at least one of the two is there. */
export interface Capture {
  readonly picture: MediaStreamTrack | null
  readonly sound: MediaStreamTrack | null
  /** What to say once a track has ended by itself. */
  endedBecause(): Extract<NoticeCode, 'shareEnded' | 'shareTabLeft'>
  stop(): void
}

export type ShareDevices = Pick<MediaDevices, 'getUserMedia'>

/** Chromium's own constraints for `chrome.tabCapture` streams; not in the DOM library. */
interface TabCaptureConstraints extends MediaTrackConstraints {
  readonly mandatory: {
    readonly chromeMediaSource: 'tab'
    readonly chromeMediaSourceId: string
    readonly minWidth?: number
    readonly minHeight?: number
    readonly maxWidth?: number
    readonly maxHeight?: number
  }
}

/** This range gives the tab's own size and follows it; by default it is scaled to the screen, with black bars. */
const NATIVE_SIZE = { minWidth: 16, minHeight: 16, maxWidth: 3840, maxHeight: 2160 }

/** A music player needs none of what cleans up a voice. */
const UNPROCESSED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }

function makeCapture(stream: MediaStream, release: () => void): Capture {
  const picture = stream.getVideoTracks()[0] ?? null
  const sound = stream.getAudioTracks()[0] ?? null
  return {
    picture,
    sound,
    endedBecause: () => 'shareEnded',
    stop() {
      picture?.stop()
      sound?.stop()
      release()
    },
  }
}

/** @param streamId good for one use, within seconds: picture and sound must be asked for together. */
export async function captureTab(devices: ShareDevices, streamId: string): Promise<Capture> {
  const source = { chromeMediaSource: 'tab', chromeMediaSourceId: streamId } as const
  const audio: TabCaptureConstraints = { mandatory: source }
  const video: TabCaptureConstraints = { mandatory: { ...source, ...NATIVE_SIZE } }
  return makeCapture(await devices.getUserMedia({ audio, video }), () => {})
}

/** Newer than the DOM library: a picker that offers every kind of surface, and lets the person switch tabs later. */
interface PickerOptions extends DisplayMediaStreamOptions {
  readonly audio: MediaTrackConstraints & { readonly restrictOwnAudio: boolean }
  readonly selfBrowserSurface: 'exclude'
  readonly surfaceSwitching: 'include'
  readonly systemAudio: 'include'
}

const PICKER_OPTIONS: PickerOptions = {
  // The other's voice is played by this document: it must not come back in the shared sound.
  audio: { ...UNPROCESSED, restrictOwnAudio: true },
  video: {
    width: { max: NATIVE_SIZE.maxWidth },
    height: { max: NATIVE_SIZE.maxHeight },
    frameRate: { max: 30 },
  },
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
  systemAudio: 'include',
}

/** A whole computer's sound has the other's voice in it, unless the browser keeps its own sound out. */
export function wouldEcho(picture: MediaTrackSettings, sound: MediaTrackSettings): boolean {
  const withoutOwn = 'restrictOwnAudio' in sound && sound.restrictOwnAudio === true
  return picture.displaySurface === 'monitor' && !withoutOwn
}

/** What the person chooses in the browser's own picker. Rejects as `OpenPicker` does. */
export async function captureDisplay(openPicker: OpenPicker, superseded: AbortSignal): Promise<Capture> {
  const { stream, release } = await openPicker(PICKER_OPTIONS, superseded)
  const capture = makeCapture(stream, release)
  const { picture, sound } = capture
  if (!picture || !sound || !wouldEcho(picture.getSettings(), sound.getSettings())) return capture
  sound.stop()
  return { ...capture, sound: null }
}
