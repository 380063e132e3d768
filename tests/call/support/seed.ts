/** The seed of this run's random tests: `TABCALL_SEED=… npx vitest run tests/call` repeats a run. */
export const SEED = Number(process.env.TABCALL_SEED ?? Math.floor(Math.random() * 2 ** 31))

console.log(`TABCALL_SEED=${SEED}`)

/** Evenly distributed numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export type Random = () => number

export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low)
}
