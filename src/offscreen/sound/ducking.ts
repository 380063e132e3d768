/** Lowers shared sound while someone speaks: when, and how far. Pure. */

/** Speech is louder than this (RMS, full scale 1): about −42 dB. */
export const SPEECH_ON = 0.008
/** …and has ended when below this, so that quiet syllables do not flicker: about −48 dB. */
export const SPEECH_OFF = 0.004
/** Pauses between words are no end of speech. */
export const SPEECH_HOLD_MS = 700
/** Two blocks of speech in a row: a click or a key stroke is none. */
export const SPEECH_ONSET_MS = 60

/** −12 dB: music stays there, words are understood. */
export const DUCKED_GAIN = 10 ** (-12 / 20)
export const DUCK_ATTACK_MS = 150
export const DUCK_RELEASE_MS = 600

export interface Speech {
  readonly speaking: boolean
  /** Since when the level has been above `SPEECH_ON`, or null. */
  readonly loudSince: number | null
  /** When it was last above `SPEECH_OFF`. */
  readonly lastHeard: number
}

export const SILENT: Speech = { speaking: false, loudSince: null, lastHeard: Number.NEGATIVE_INFINITY }

/** One look at the level of a voice. `rms` 0 to 1, `now` in milliseconds. */
export function detectSpeech(speech: Speech, rms: number, now: number): Speech {
  const loudSince = rms >= SPEECH_ON ? (speech.loudSince ?? now) : null
  const lastHeard = rms >= SPEECH_OFF ? now : speech.lastHeard
  const speaking = speech.speaking ? now - lastHeard < SPEECH_HOLD_MS : loudSince !== null && now - loudSince >= SPEECH_ONSET_MS
  return { speaking, loudSince, lastHeard }
}

/** Root mean square of samples between −1 and 1. */
export function rootMeanSquare(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}

/** The largest magnitude, at most 1. */
export function peak(samples: Float32Array): number {
  let largest = 0
  for (const sample of samples) largest = Math.max(largest, Math.abs(sample))
  return Math.min(1, largest)
}
