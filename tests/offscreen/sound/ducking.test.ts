import { describe, expect, it } from 'vitest'
import { detectSpeech, peak, rootMeanSquare, SILENT, SPEECH_HOLD_MS, type Speech } from '../../../src/offscreen/sound/ducking'
import { CALL_MELODIES, lengthOf, RING_MELODIES } from '../../../src/offscreen/sound/melodies'

const STEP_MS = 30

/** Feeds levels, one every 30 ms; gives when speech began and ended, in ms. */
function changes(levels: readonly number[]): { readonly at: number; readonly speaking: boolean }[] {
  let speech: Speech = SILENT
  const found: { readonly at: number; readonly speaking: boolean }[] = []
  levels.forEach((level, index) => {
    const next = detectSpeech(speech, level, index * STEP_MS)
    if (next.speaking !== speech.speaking) found.push({ at: index * STEP_MS, speaking: next.speaking })
    speech = next
  })
  return found
}
const steps = (level: number, ms: number): number[] => Array.from({ length: Math.round(ms / STEP_MS) }, () => level)

describe('speech', () => {
  it('begins within 100 ms and ends after its hold', () => {
    const found = changes([...steps(0, 300), ...steps(0.1, 900), ...steps(0, 1_500)])
    expect(found.map(({ speaking }) => speaking)).toEqual([true, false])
    expect((found[0]?.at ?? 0) - 300).toBeLessThanOrEqual(100)
    expect((found[1]?.at ?? 0) - 1_200).toBeGreaterThanOrEqual(SPEECH_HOLD_MS - STEP_MS)
    expect((found[1]?.at ?? 0) - 1_200).toBeLessThanOrEqual(SPEECH_HOLD_MS + STEP_MS)
  })

  it('goes on over the pauses between words', () => {
    const word = [...steps(0.1, 300), ...steps(0.001, 400)]
    expect(changes([...word, ...word, ...word])).toHaveLength(1)
  })

  it('goes on through quiet syllables that alone would not begin it', () => {
    expect(changes([...steps(0.1, 300), ...steps(0.005, 3_000)])).toHaveLength(1)
    expect(changes(steps(0.005, 3_000))).toEqual([])
  })

  it('is neither a click nor room noise', () => {
    expect(changes([0, 0, 0.5, 0, 0, 0, 0.5, 0, 0])).toEqual([])
    expect(changes(steps(0.003, 5_000))).toEqual([])
  })
})

describe('loudness', () => {
  it('of a full sine', () => {
    const sine = Float32Array.from({ length: 4_800 }, (_, index) => Math.sin((2 * Math.PI * index) / 48))
    expect(rootMeanSquare(sine)).toBeCloseTo(Math.SQRT1_2, 3)
    expect(peak(sine)).toBeCloseTo(1, 3)
    expect(peak(new Float32Array([0.2, -0.7, 1.4]))).toBe(1)
    expect(rootMeanSquare(new Float32Array(0))).toBe(0)
  })
})

describe('melodies', () => {
  it.each(Object.entries(RING_MELODIES))('%s never gets too loud and has a pause', (_, melody) => {
    const sum = melody.voice.partials.reduce((total, partial) => total + partial.level, 0)
    const starts = melody.notes.map(({ at }) => at)
    for (const at of starts) {
      const sounding = melody.notes.filter((note) => note.at <= at && at < note.at + note.lasts * 0.3)
      expect(sounding.reduce((total, note) => total + note.level * sum, 0)).toBeLessThanOrEqual(2)
    }
    expect(melody.period ?? 0).toBeGreaterThan(lengthOf(melody))
  })

  it('of a call are short, but for the ringback', () => {
    for (const [name, melody] of Object.entries(CALL_MELODIES)) {
      expect(lengthOf(melody)).toBeLessThanOrEqual(1.5)
      expect(melody.period !== null).toBe(name === 'ringback')
    }
  })
})
