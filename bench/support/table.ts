import type { Row } from './row.ts'

const HEADINGS = ['', 'ours', 'bare', 'ratio', 'target', 'reached', 'runs'] as const

export function formatNumber(value: number): string {
  if (value >= 10) return Math.round(value).toLocaleString('en')
  return value >= 1 ? value.toFixed(1) : value.toFixed(3)
}

/** What was measured, side by side, for people. */
export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    `${formatNumber(row.ours)} ${row.unit}`,
    row.bare === null ? '' : `${formatNumber(row.bare)} ${row.unit}`,
    row.ratio === null ? '' : row.ratio.toFixed(2),
    row.target,
    row.pass ? 'yes' : 'NO',
    String(row.runs),
  ])
  const lines = [[...HEADINGS], ...cells]
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
    )
    .join('\n')
}
