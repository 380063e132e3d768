import type { Clock } from '../media/clock'

/**
 * Making an AudioContext holds up everything else on this thread, and ring, voice and tones follow each other within
 * seconds: it is kept for this long after its last use, in ms.
 */
const LINGER_MS = 3_000

/**
 * The one place where sound leaves: a shared AudioContext on the chosen speaker, awake only while somebody uses it and a
 * moment longer, so that an idle extension costs nothing.
 */
export interface AudioOutput {
  /** Empty id: the system's default. A speaker that is not there falls back to the default. */
  setSpeaker(deviceId: string): void
  /** The context, running, until `release` is called. */
  use(): { readonly context: AudioContext; release(): void }
}

/** `setSinkId` is newer than the DOM library's types. */
interface SinkSelectable {
  readonly sinkId: unknown
  setSinkId(id: string): Promise<void>
}
function canSelectSink(context: AudioContext): context is AudioContext & SinkSelectable {
  return 'setSinkId' in context
}

/** Sends `context` to a speaker; when that is not there, to the default. */
export async function selectSpeaker(context: AudioContext, deviceId: string): Promise<void> {
  if (!canSelectSink(context) || context.state === 'closed' || context.sinkId === deviceId) return
  try {
    await context.setSinkId(deviceId)
  } catch {
    if (deviceId !== '' && context.sinkId !== '') await context.setSinkId('').catch(() => {})
  }
}

/** The part of `navigator.mediaDevices` that tells which speakers there are. */
export type SpeakerDevices = Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'>

export interface AudioOutputDeps {
  readonly createAudioContext: () => AudioContext
  readonly devices: SpeakerDevices
  readonly clock: Pick<Clock, 'after'>
}

export function createAudioOutput({ createAudioContext, devices, clock }: AudioOutputDeps): AudioOutput {
  let speaker = ''
  let users = 0
  let context: AudioContext | null = null
  let stopLingering: () => void = () => undefined

  function close(): void {
    void context?.close()
    context = null
  }

  function open(): AudioContext {
    if (!context) {
      context = createAudioContext()
      if (speaker !== '') void selectSpeaker(context, speaker)
    }
    if (context.state !== 'running') void context.resume()
    return context
  }

  /** The chosen speaker while it is there, else the default: pulled out it takes no sound with it, plugged in again it is used. */
  async function followDevices(): Promise<void> {
    const current = context
    if (current === null) return
    const there = (await devices.enumerateDevices()).some(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === speaker)
    if (current !== context) return
    await selectSpeaker(current, there ? speaker : '')
    // Of the device that failed it the browser suspends a context, and leaves it so on the next.
    if (current === context && current.state === 'suspended') await current.resume()
  }

  devices.addEventListener('devicechange', () => void followDevices().catch(() => undefined))

  return {
    setSpeaker(deviceId) {
      speaker = deviceId
      if (context) void selectSpeaker(context, deviceId)
    },
    use() {
      users++
      stopLingering()
      let released = false
      return {
        context: open(),
        release() {
          if (released) return
          released = true
          users--
          if (users === 0) stopLingering = clock.after(LINGER_MS, close)
        },
      }
    },
  }
}
