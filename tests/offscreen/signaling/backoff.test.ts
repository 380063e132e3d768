import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../src/offscreen/signaling/backoff.ts'

const CLIENTS = 200
/** Nobody should have to wait longer after a server's return. */
const REACHABLE_WITHIN_MS = 5_000

describe('the pause before another attempt to register', () => {
  it('is spread over 3 s at first, and over 4 s from then on', () => {
    expect([0, 1, 2, 50].map((failures) => backoffMs(failures, () => 1))).toEqual([3_000, 4_000, 4_000, 4_000])
  })

  it('is never nothing', () => {
    expect(backoffMs(0, () => 0)).toBe(300)
    expect(backoffMs(9, () => 0)).toBe(400)
  })

  it.each([
    { away: 0, what: 'is back in an instant' },
    { away: 500, what: 'is restarted within half a second' },
    { away: 2_000, what: 'is restarted within two seconds' },
    { away: 60_000, what: 'was gone for a minute' },
  ])(`brings ${CLIENTS} clients back over several seconds when the server $what`, ({ away }) => {
    const random = seededRandom()
    const returns = Array.from({ length: CLIENTS }, () => returnAfter(away, random))
    const seconds = new Map<number, number>()
    for (const ms of returns) seconds.set(Math.floor(ms / 1_000), (seconds.get(Math.floor(ms / 1_000)) ?? 0) + 1)
    expect(seconds.size).toBeGreaterThanOrEqual(3)
    expect(Math.max(...seconds.values())).toBeLessThan((2 / 3) * CLIENTS)
    expect(Math.max(...returns)).toBeLessThan(REACHABLE_WITHIN_MS)
  })
})

/** How long after the server's return a client that lost it is there again, in ms: every attempt before that fails at once. */
function returnAfter(awayMs: number, random: () => number): number {
  let now = 0
  for (let failures = 0; ; failures++) {
    now += backoffMs(failures, random)
    if (now >= awayMs) return now - awayMs
  }
}

function seededRandom(): () => number {
  let seed = 1
  return () => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
}
