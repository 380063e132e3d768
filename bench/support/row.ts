import { median } from '../../tests/support/median.ts'

/** What `npm run bench -- …` was asked for. */
export interface BenchOptions {
  /** How often each thing is measured; what is printed is the median. */
  readonly pairs: number
}

/** One line of the table. Smaller is better everywhere. */
export interface Row {
  readonly what: string
  readonly ours: number
  /** The same thing without Tabcall, measured in the same run; null where there is no such thing. */
  readonly bare: number | null
  readonly ratio: number | null
  /** As it is printed: "≤ 0.5 × bare". */
  readonly target: string
  readonly unit: string
  readonly pass: boolean
  readonly runs: number
}

export interface Measured {
  readonly what: string
  readonly ours: readonly number[]
  readonly bare?: readonly number[]
  readonly unit: string
  readonly target: Target
}

export type Target =
  | { readonly kind: 'timesBare'; readonly factor: number }
  | { readonly kind: 'barePlus'; readonly plus: number }
  | { readonly kind: 'atMost'; readonly limit: number }
  /** Shown beside the others for comparison. */
  | { readonly kind: 'none' }

export function makeRow({ what, ours, bare = [], unit, target }: Measured): Row {
  const ourMedian = median(ours)
  const bareMedian = bare.length > 0 ? median(bare) : null
  return {
    what,
    ours: ourMedian,
    bare: bareMedian,
    ratio: bareMedian === null || bareMedian <= 0 ? null : ourMedian / bareMedian,
    target: describe(target, unit),
    unit,
    pass: reaches(target, ourMedian, bareMedian),
    runs: ours.length,
  }
}

function describe(target: Target, unit: string): string {
  switch (target.kind) {
    case 'timesBare':
      return `≤ ${target.factor} × bare`
    case 'barePlus':
      return `≤ bare + ${target.plus} ${unit}`
    case 'atMost':
      return `≤ ${target.limit} ${unit}`
    case 'none':
      return 'for comparison'
  }
}

function reaches(target: Target, ours: number, bare: number | null): boolean {
  switch (target.kind) {
    case 'timesBare':
      return bare !== null && ours <= target.factor * bare
    case 'barePlus':
      return bare !== null && ours <= bare + target.plus
    case 'atMost':
      return ours <= target.limit
    case 'none':
      return true
  }
}
