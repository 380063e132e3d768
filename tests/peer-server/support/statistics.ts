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

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
