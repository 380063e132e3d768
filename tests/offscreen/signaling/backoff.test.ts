import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../src/offscreen/signaling/backoff.ts'

describe('the pause before another attempt to register', () => {
  it('doubles, and stays under 4 s', () => {
    const longest = [0, 1, 2, 3, 4, 50].map((failures) => backoffMs(failures, () => 1))
    expect(longest).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000])
  })

  it('is never nothing', () => {
    expect(backoffMs(0, () => 0)).toBe(125)
  })

  it('brings many clients back over several seconds, not in the same one', () => {
    let seed = 1
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647
      return seed / 2_147_483_647
    }
    const seconds = new Map<number, number>()
    for (let client = 0; client < 1_000; client++) {
      const second = Math.floor(backoffMs(6, random) / 1_000)
      seconds.set(second, (seconds.get(second) ?? 0) + 1)
    }
    expect(seconds.size).toBeGreaterThanOrEqual(3)
    expect(Math.max(...seconds.values())).toBeLessThan(450)
  })
})
