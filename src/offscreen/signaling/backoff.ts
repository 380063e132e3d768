/**
 * Over how long the first attempts after a lost server are spread. A server that is restarted loses all its clients in the
 * same instant, and each proof costs it some work.
 */
const FIRST_MS = 3_000

/** Longest pause: people expect to be reachable within 5 s of a server's return. */
const MAX_MS = 4_000

/** No pause is shorter than this part of the longest it could have been. */
const LEAST = 0.1

/** How long to wait before the next attempt, in ms, after this many that have failed; `random` gives 0 to 1. */
export function backoffMs(failures: number, random: () => number): number {
  const longest = failures === 0 ? FIRST_MS : MAX_MS
  return Math.round(longest * (LEAST + (1 - LEAST) * random()))
}
