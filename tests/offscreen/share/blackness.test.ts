import { describe, expect, it } from 'vitest'
import { isBlack } from '../../../src/offscreen/share/blackness'

describe('black or not', () => {
  /** How bright each pixel of a look is. */
  const looks: readonly (readonly [string, boolean, (column: number, row: number) => number])[] = [
    ['black', true, () => 0],
    ['black with noise', true, () => 9],
    ['black under our own pill', true, (column, row) => (column > 44 && column < 62 && row > 28 && row < 34 ? 200 : 0)],
    ['a dark page', false, () => 24],
    ['black with a line of text', false, (column, row) => (row === 4 && column % 2 === 0 ? 120 : 0)],
    ['black with lines of text', false, (column, row) => (row % 9 === 0 && column % 3 === 0 ? 120 : 0)],
  ]
  it.each(looks)('%s', (_, black, brightness) => {
    const pixels = new Uint8ClampedArray(64 * 36 * 4)
    for (let pixel = 0; pixel < 64 * 36; pixel++) {
      const value = brightness(pixel % 64, Math.floor(pixel / 64))
      pixels.set([value, value, value, 255], pixel * 4)
    }
    expect(isBlack(pixels, 64)).toBe(black)
  })
})
