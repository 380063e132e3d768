import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sanitizeName } from '../../src/protocol/text'

const graphemes = (text: string) => [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].length

describe('a stranger names themselves', () => {
  test.each([
    ['  Ann \t of\n\nGreen   Gables ', 'Ann of Green Gables'],
    ['\u202eecila', 'ecila'],
    ['\u2066Bob\u2069\u200f', 'Bob'],
    ['B\u200bo\u200db\ufeff', 'Bob'],
    ['\u0000\u001b[31mred\u0007', '[31mred'],
    ['\u3164\u115f\u2800', ''],
    ['<img src=x>', '<img src=x>'],
    ['محمد', 'محمد'],
    ['Zoë 🎈', 'Zoë 🎈'],
    ['a\ud800b', 'a b'],
    [`Z${'\u0335'.repeat(500)}algo`, ''],
  ])('%j is shown as %j', (text, shown) => {
    expect(sanitizeName(text)).toBe(shown)
  })

  test('a flag or a hand with its colour is never cut in two', () => {
    const name = sanitizeName(`${'x'.repeat(38)}👋🏽`)
    expect(name).toBe('x'.repeat(38))
  })

  test('whatever it is, it comes out short, on one line and without direction, and stays so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const shown = sanitizeName(text)
        expect(shown.length).toBeLessThanOrEqual(40)
        expect(graphemes(shown)).toBeLessThanOrEqual(40)
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
        expect(sanitizeName(shown)).toBe(shown)
      }),
    )
  })
})
