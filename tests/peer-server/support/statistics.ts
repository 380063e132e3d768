/**
 * Mann and Whitney's test in its normal approximation, without ties (times are continuous): how many standard
 * deviations the ranks of the one sample are off from what they would be if both were drawn from the same.
 */
export function rankDeviation(one: readonly number[], other: readonly number[]): number {
  const ranked = [...one.map((time) => ({ time, isOne: true })), ...other.map((time) => ({ time, isOne: false }))]
  ranked.sort((a, b) => a.time - b.time)
  const rankSum = ranked.reduce((sum, { isOne }, i) => (isOne ? sum + i + 1 : sum), 0)
  const [n, m] = [one.length, other.length]
  const mean = (n * (n + m + 1)) / 2
  return (rankSum - mean) / Math.sqrt((n * m * (n + m + 1)) / 12)
}

/** How likely two samples of the same are to differ so, 0 to 1, by a test's name. */
export type Likelihoods = Readonly<Record<string, number>>

/** By their ranks (sees a shift), by their distributions (sees any other shape), and by when in a second they fell. */
export function likelihoods(one: readonly number[], other: readonly number[], phases?: Phases): Likelihoods {
  return {
    rank: Math.min(1, 2 * normalTail(Math.abs(rankDeviation(one, other)))),
    shape: kolmogorovSmirnov(one, other),
    ...(phases === undefined ? {} : { phase: kolmogorovSmirnov(phases.one, phases.other) }),
  }
}
export interface Phases {
  readonly one: readonly number[]
  readonly other: readonly number[]
}

/** Kolmogorov and Smirnov's test of two samples, in the approximation by Stephens. */
export function kolmogorovSmirnov(one: readonly number[], other: readonly number[]): number {
  const part = (sample: readonly number[], upTo: number) => sample.filter((value) => value <= upTo).length / sample.length
  const distance = Math.max(...[...one, ...other].map((value) => Math.abs(part(one, value) - part(other, value))))
  const size = Math.sqrt((one.length * other.length) / (one.length + other.length))
  const scaled = distance * (size + 0.12 + 0.11 / size)
  let sum = 0
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * scaled * scaled)
  return Math.min(1, Math.max(0, sum))
}

/** The part of a normal distribution above `deviations` (Abramowitz and Stegun 26.2.17). */
function normalTail(deviations: number): number {
  const t = 1 / (1 + 0.2316419 * deviations)
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-deviations * deviations) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
}

const ONE_IN_A_HUNDRED = 0.01

/**
 * The tests that tell two things apart. Chance alone does so once in a hundred looks, so a test that did is looked at
 * once more, with twice the trials: what was real shows more clearly there, and chance has to come twice.
 */
export async function toldApart(look: (trials: number) => Promise<Likelihoods>, trials: number): Promise<Likelihoods> {
  const first = under(await look(trials))
  if (Object.keys(first).length === 0) return {}
  const second = under(await look(2 * trials))
  return Object.fromEntries(Object.entries(second).filter(([test]) => test in first))
}

function under(found: Likelihoods): Likelihoods {
  return Object.fromEntries(Object.entries(found).filter(([, likelihood]) => likelihood < ONE_IN_A_HUNDRED))
}
