import { WAV_RATE, writeWav } from '../../scripts/setup/wav.mjs'

/** All that moves in it does so in whole turns within this time: without a pause the file loops without a click. */
const SECONDS = 4
const PEAK = 0.6
const HARMONICS = 40
/** Where a mouth resonates: the middle, how far and how often (times a second) it moves, and how wide it is, in hertz. */
const FORMANTS = [
  { middle: 520, reach: 240, moves: 1.25, width: 110 },
  { middle: 1_500, reach: 600, moves: 0.75, width: 160 },
  { middle: 2_500, reach: 250, moves: 0.5, width: 220 },
] as const
/** The pitch of a sentence rises and falls by this part, this often. */
const MELODY = 0.12
const MELODY_MOVES = 0.5
/** Four syllables a second; between them the voice sinks to this part and is never still. */
const SYLLABLES = 4
const SINK = 0.4
/** How long it takes to begin and to end before a pause. */
const END_SECONDS = 0.05

/**
 * Writes a wav of speech for the fake microphone: a voice with a melody, syllables and moving vowels. It speaks for 4 s
 * without a gap, so that whatever is missing of it at the other end is missing from speech, and then is still for the pause.
 */
export function writeVoiceFile(
  path: string,
  { pitch, pauseSeconds }: { readonly pitch: number; readonly pauseSeconds: number },
): void {
  const turn = 2 * Math.PI
  let loudest = 0
  const samples = Float64Array.from({ length: SECONDS * WAV_RATE }, (_, index) => {
    const time = index / WAV_RATE
    const turns = pitch * time + ((pitch * MELODY) / (turn * MELODY_MOVES)) * Math.sin(turn * MELODY_MOVES * time)
    const now = pitch * (1 + MELODY * Math.cos(turn * MELODY_MOVES * time))
    const syllable = SINK + ((1 - SINK) * (1 - Math.cos(turn * SYLLABLES * time))) / 2
    let sample = 0
    for (let harmonic = 1; harmonic <= HARMONICS; harmonic++) {
      sample += (throughMouth(harmonic * now, time) / harmonic) * Math.sin(turn * harmonic * turns)
    }
    loudest = Math.max(loudest, Math.abs(syllable * sample))
    return syllable * sample
  })
  const ends = pauseSeconds > 0 ? END_SECONDS : 0
  writeWav(path, SECONDS + pauseSeconds, (time) => {
    const sample = samples[Math.round(time * WAV_RATE)] ?? 0
    const fade = ends > 0 ? Math.min(1, time / ends, Math.max(0, SECONDS - time) / ends) : 1
    return (PEAK * fade * sample) / loudest
  })
}

/** How much of a frequency comes out of the mouth at a moment. */
function throughMouth(hertz: number, time: number): number {
  let gain = 0.05
  for (const { middle, reach, moves, width } of FORMANTS) {
    const off = (hertz - middle - reach * Math.sin(2 * Math.PI * moves * time)) / width
    gain += 1 / (1 + off * off)
  }
  return gain
}
