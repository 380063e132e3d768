import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { t } from '../../i18n/t'
import { Button } from '../Button'

/** Two soft notes, one after the other: hertz and seconds from the start. */
const NOTES = [
  { hertz: 523.25, at: 0 },
  { hertz: 783.99, at: 0.25 },
] as const
const NOTE_SECONDS = 0.5
const LOUDNESS = 0.25
/** Silence cannot be reached exponentially. */
const NEARLY_SILENT = 0.001

/** `setSinkId` is newer than the DOM library's types. */
function canSelectSpeaker(context: AudioContext): context is AudioContext & { setSinkId(id: string): Promise<void> } {
  return 'setSinkId' in context
}

async function playTone(speaker: string): Promise<void> {
  const context = new AudioContext()
  try {
    if (canSelectSpeaker(context)) await context.setSinkId(speaker)
    await context.resume()
    for (const { hertz, at } of NOTES) {
      const start = context.currentTime + at
      const gain = new GainNode(context, { gain: NEARLY_SILENT })
      gain.gain.exponentialRampToValueAtTime(LOUDNESS, start + 0.03)
      gain.gain.exponentialRampToValueAtTime(NEARLY_SILENT, start + NOTE_SECONDS)
      const note = new OscillatorNode(context, { type: 'sine', frequency: hertz })
      note.connect(gain).connect(context.destination)
      note.start(start)
      note.stop(start + NOTE_SECONDS)
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
  } finally {
    await context.close()
  }
}

/** Plays two notes on the chosen speaker. */
export function SpeakerTest(props: { readonly speaker: string }): JSX.Element {
  const [playing, setPlaying] = createSignal(false)
  const [failed, setFailed] = createSignal(false)
  let gone = false
  onCleanup(() => {
    gone = true
  })
  const play = async (): Promise<void> => {
    setPlaying(true)
    setFailed(false)
    try {
      await playTone(props.speaker)
    } catch {
      if (!gone) setFailed(true)
    }
    if (!gone) setPlaying(false)
  }
  return (
    <>
      <Button label={t('testSpeaker')} icon="volume" disabled={playing()} onClick={() => void play()} />
      <Show when={failed()}>
        <p class="field-error" role="alert">
          {t('speakerFailed')}
        </p>
      </Show>
    </>
  )
}
