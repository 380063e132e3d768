import type { Clock } from '../media/clock'
import { detectSpeech, rootMeanSquare, SILENT, type Speech } from './ducking'

export interface DuckerDeps {
  readonly context: AudioContext
  readonly clock: Clock
  /** What is lowered. */
  readonly music: AudioNode
  /** The voices that lower it, as they are now: they come and go. */
  readonly voices: () => readonly AudioNode[]
  readonly onDucked: (ducked: boolean) => void
}

/** How often voices are looked at while there is music; well below the attack. */
const SPEECH_MS = 30
/** About 21 ms at 48 kHz. */
const WINDOW = 1024
/** How often it is looked whether there is any music: an empty slot costs nearly nothing. */
const MUSIC_MS = 500
/** Silence this long is no music: −70 dB and less. */
const MUSIC_LEVEL = 0.0003
const MUSIC_GONE_MS = 3_000

/** Listens for speech over music and tells when it begins and ends. @returns stops it. */
export function watchSpeechOverMusic({ context, clock, music, voices, onDucked }: DuckerDeps): () => void {
  const samples = new Float32Array(WINDOW)
  const ears = new Map<AudioNode, { readonly analyser: AnalyserNode; speech: Speech }>()
  let ducked = false
  let musicAt = Number.NEGATIVE_INFINITY
  let stopSpeech: (() => void) | null = null

  function analyse(node: AudioNode): AnalyserNode {
    const analyser = context.createAnalyser()
    analyser.fftSize = WINDOW
    node.connect(analyser)
    return analyser
  }

  function rms(analyser: AnalyserNode): number {
    analyser.getFloatTimeDomainData(samples)
    return rootMeanSquare(samples)
  }

  function lookForSpeech(): void {
    const present = voices()
    for (const [node, { analyser }] of ears) {
      if (present.includes(node)) continue
      analyser.disconnect()
      ears.delete(node)
    }
    const now = clock.now()
    let speaking = false
    for (const node of present) {
      const ear = ears.get(node) ?? { analyser: analyse(node), speech: SILENT }
      ears.set(node, ear)
      ear.speech = detectSpeech(ear.speech, rms(ear.analyser), now)
      speaking ||= ear.speech.speaking
    }
    setDucked(speaking)
  }

  function setDucked(next: boolean): void {
    if (next === ducked) return
    ducked = next
    onDucked(next)
  }

  function rest(): void {
    stopSpeech?.()
    stopSpeech = null
    for (const [node, { analyser }] of ears) node.disconnect(analyser)
    ears.clear()
    setDucked(false)
  }

  const musicEar = analyse(music)
  const stopMusic = clock.every(MUSIC_MS, () => {
    if (rms(musicEar) > MUSIC_LEVEL) musicAt = clock.now()
    const playing = clock.now() - musicAt < MUSIC_GONE_MS
    if (playing && !stopSpeech) stopSpeech = clock.every(SPEECH_MS, lookForSpeech)
    if (!playing && stopSpeech) rest()
  })
  return () => {
    stopMusic()
    rest()
    music.disconnect(musicEar)
  }
}
