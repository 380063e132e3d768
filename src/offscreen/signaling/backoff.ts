/** First pause after a lost server, doubled with each failure. */
const FIRST_MS = 500

/** Longest pause: people expect to be reachable within 5 s of a server's return. */
const MAX_MS = 4_000

/**
 * How long to wait before the next attempt, in ms. At least a quarter of the step and at most all of it, so that the
 * clients of a server that comes back do not all come in the same second.
 */
export function backoffMs(failures: number, random: () => number): number {
  const step = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(failures, 10))
  return Math.round(step * (0.25 + 0.75 * random()))
}
