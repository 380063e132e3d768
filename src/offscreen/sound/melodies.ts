import type { RingTone } from '../../settings/settings'

/** One note of a melody. Times in seconds from its start, frequency in hertz, level 0 to 1. */
export interface Note {
  readonly at: number
  readonly frequency: number
  /** Until it has died away. */
  readonly lasts: number
  readonly level: number
}

/** How a note sounds: partials relative to its frequency, and how it begins and ends. */
export interface Voice {
  readonly wave: OscillatorType
  readonly partials: readonly { readonly ratio: number; readonly level: number; readonly decay: number }[]
  /** Seconds until it is at its loudest. */
  readonly attack: number
  readonly shape: 'struck' | 'held'
}

export interface Melody {
  readonly voice: Voice
  readonly notes: readonly Note[]
  /** Seconds until it begins again; null plays once. */
  readonly period: number | null
}

const C5 = 523.25
const E5 = 659.26
const G5 = 783.99
const A4 = 440
const C6 = 1046.5
const D5 = 587.33

/** A bell's partials are not harmonic; the high ones die first. */
const BELL: Voice = {
  wave: 'sine',
  attack: 0.004,
  shape: 'struck',
  partials: [
    { ratio: 1, level: 1, decay: 1 },
    { ratio: 2.01, level: 0.45, decay: 0.7 },
    { ratio: 2.76, level: 0.28, decay: 0.45 },
    { ratio: 5.4, level: 0.1, decay: 0.2 },
  ],
}
/** A marimba bar is tuned to its double octave. */
const MARIMBA: Voice = {
  wave: 'sine',
  attack: 0.003,
  shape: 'struck',
  partials: [
    { ratio: 1, level: 1, decay: 1 },
    { ratio: 3.98, level: 0.3, decay: 0.35 },
    { ratio: 9.9, level: 0.06, decay: 0.15 },
  ],
}
const SOFT: Voice = {
  wave: 'triangle',
  attack: 0.02,
  shape: 'held',
  partials: [{ ratio: 1, level: 1, decay: 1 }],
}
const PURE: Voice = { ...SOFT, wave: 'sine' }

function run(frequencies: readonly number[], start: number, step: number, lasts: number, level: number): Note[] {
  return frequencies.map((frequency, index) => ({ at: start + index * step, frequency, lasts, level }))
}

export const RING_MELODIES: Record<Exclude<RingTone, 'off'>, Melody> = {
  bells: { voice: BELL, notes: run([E5, C6, G5], 0, 0.28, 1.8, 0.5), period: 3 },
  marimba: {
    voice: MARIMBA,
    notes: [...run([C5, E5, G5, E5, A4, C5, D5], 0, 0.16, 0.5, 0.6), ...run([G5, C6], 1.28, 0.16, 0.6, 0.6)],
    period: 3,
  },
  pulse: { voice: SOFT, notes: [...run([A4, A4], 0, 0.4, 0.28, 0.5), ...run([E5], 0.8, 0, 0.5, 0.4)], period: 2.6 },
}

export const CALL_MELODIES: Record<'ringback' | 'connected' | 'ended' | 'busy', Melody> = {
  /** One second on, four off, as European exchanges do, but softer. */
  ringback: { voice: PURE, notes: [{ at: 0, frequency: 425, lasts: 1, level: 0.25 }], period: 5 },
  connected: { voice: MARIMBA, notes: run([G5, C6], 0, 0.11, 0.35, 0.4), period: null },
  ended: { voice: MARIMBA, notes: run([G5, C5], 0, 0.13, 0.4, 0.4), period: null },
  busy: { voice: PURE, notes: run([425, 425, 425], 0, 0.5, 0.25, 0.25), period: null },
}

/** When the last note of one round has died away, in seconds. */
export function lengthOf(melody: Melody): number {
  return melody.notes.reduce((end, note) => Math.max(end, note.at + note.lasts), 0)
}
