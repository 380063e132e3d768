/**
 * The one place where sound leaves in a call: a shared AudioContext on the chosen speaker, awake only while
 * somebody uses it, so that an idle extension costs nothing.
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

export function createAudioOutput(createAudioContext: () => AudioContext): AudioOutput {
  let speaker = ''
  let users = 0
  let context: AudioContext | null = null

  function open(): AudioContext {
    if (!context) {
      context = createAudioContext()
      if (speaker !== '') void selectSpeaker(context, speaker)
    }
    if (context.state !== 'running') void context.resume()
    return context
  }

  return {
    setSpeaker(deviceId) {
      speaker = deviceId
      if (context) void selectSpeaker(context, deviceId)
    },
    use() {
      users++
      let released = false
      return {
        context: open(),
        release() {
          if (released) return
          released = true
          users--
          if (users > 0) return
          void context?.close()
          context = null
        },
      }
    },
  }
}
