import { describe, expect, it } from 'vitest'
import { matches } from '../../src/popup/matches'
import { hueOf, initials } from '../../src/ui/initials'

const ID = 'K3F8M2Q7XW9B4TNZ6RVHC1DJ2'

describe('initials', () => {
  it.each([
    ['Bo Lindqvist', 'BL'],
    ['ana maría de la vega', 'AV'],
    ['Bo', 'B'],
    ['𝒳 Æ', '𝒳Æ'],
    ['  ', 'K3'],
    [null, 'K3'],
  ])('of %j are %s', (name, letters) => {
    expect(initials(name, ID)).toBe(letters)
  })
})

describe('hueOf', () => {
  it('depends on the ID alone, whatever its case, and spreads', () => {
    expect(hueOf(ID)).toBe(hueOf(ID.toLowerCase()))
    const hues = Array.from({ length: 500 }, (_, index) => hueOf(`ID${index * 7919}`))
    expect(new Set(hues).size).toBe(12)
    expect(Math.max(...hues)).toBeLessThan(12)
  })
})

describe('matches', () => {
  it.each(['', ' ', 'lind', 'BO', 'k3f8m 2q7xw', 'm2-q7'])('finds by "%s"', (search) => {
    expect(matches(search, 'Bo Lindqvist', ID)).toBe(true)
  })
  it('finds a plain id by its own dashes, and without them', () => {
    for (const search of ['friend-of-b', 'friendof']) expect(matches(search, '', 'friend-of-bo')).toBe(true)
  })
  it.each(['carol', 'zzzz', '- -'])('does not find by "%s"', (search) => {
    expect(matches(search, 'Bo Lindqvist', ID)).toBe(false)
  })
})
