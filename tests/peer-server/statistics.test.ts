import { expect, test } from 'vitest'
import { likelihoods } from './support/statistics.ts'

/** So many numbers spread evenly over 0 to 1, in no order. */
const even = (count: number) => Array.from({ length: count }, (_, i) => ((i * 0.618_033_988_75) % 1) + i * 1e-9)

test('samples of the same are taken for it; a shift, another shape and another phase are each seen', () => {
  const [one, other] = [even(200), even(400).slice(200)]
  const same = likelihoods(one, other, { one, other })
  for (const likelihood of Object.values(same)) expect(likelihood).toBeGreaterThan(0.05)
  expect(
    likelihoods(
      one.map((value) => value + 0.2),
      other,
    ).rank,
  ).toBeLessThan(0.01)
  const narrow = one.map((value) => 0.25 + value / 2)
  expect(likelihoods(narrow, other).rank).toBeGreaterThan(0.05)
  expect(likelihoods(narrow, other).shape).toBeLessThan(0.01)
  expect(likelihoods(one, other, { one, other: other.map((value) => value / 2) }).phase).toBeLessThan(0.01)
})

test('the likelihoods are those of the tables: 5 % at 1.96 deviations, and at a distance of 0.136 for 200 and 200', () => {
  const ranks = (shift: number) =>
    likelihoods(
      even(2_000).map((value) => value + shift),
      even(4_000).slice(2_000),
    ).rank ?? 0
  expect(ranks(0.018)).toBeGreaterThan(0.03)
  expect(ranks(0.018)).toBeLessThan(0.07)
  const apart = (distance: number) => {
    const one = Array.from({ length: 200 }, (_, i) => i)
    return (
      likelihoods(
        one,
        one.map((value) => value + 200 * distance - 0.5),
      ).shape ?? 0
    )
  }
  expect(apart(0.135)).toBeCloseTo(0.05, 1)
  expect(apart(0.165)).toBeLessThan(0.011)
})
