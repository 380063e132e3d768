import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Row } from './row.ts'
import { formatNumber } from './table.ts'

const WIDTH = 760
const LABEL = 330
const BAR = 330
const ROW = 40
const TOP = 44

/** The rows that have something beside them, as bars: ours over the bare page. */
export function drawPicture(rows: readonly Row[]): string {
  const drawn = rows.filter((row) => row.bare !== null)
  const height = TOP + drawn.length * ROW + 12
  const bars = drawn.map((row, index) => drawRow(row, TOP + index * ROW)).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Tabcall beside a bare PeerJS page; shorter is better">
<style>text{font:13px system-ui,sans-serif;fill:#333}.soft{fill:#777}.ours{fill:#0a7d5a}.bare{fill:#b8bcc4}@media (prefers-color-scheme:dark){text{fill:#ddd}.soft{fill:#999}.ours{fill:#3ecf9a}.bare{fill:#5a606b}}</style>
<rect class="ours" x="${LABEL}" y="10" width="12" height="12" rx="2"/><text x="${LABEL + 18}" y="21">Tabcall</text>
<rect class="bare" x="${LABEL + 90}" y="10" width="12" height="12" rx="2"/><text x="${LABEL + 108}" y="21">without it (see BENCHMARKS.md)</text>
${bars}</svg>
`
}

export function writePicture(path: string, rows: readonly Row[]): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, drawPicture(rows))
}

function drawRow(row: Row, y: number): string {
  const longest = Math.max(row.ours, row.bare ?? 0)
  const bar = (kind: 'ours' | 'bare', value: number, top: number): string => {
    const width = longest > 0 ? Math.max(1, (BAR * value) / longest) : 1
    const text = `${formatNumber(value)} ${row.unit}`
    return `<rect class="${kind}" x="${LABEL}" y="${top}" width="${width.toFixed(1)}" height="13" rx="2"/><text class="soft" x="${(LABEL + width + 6).toFixed(1)}" y="${top + 11}">${escapeText(text)}</text>\n`
  }
  const label = `<text x="${LABEL - 10}" y="${y + 19}" text-anchor="end">${escapeText(row.what)}</text>\n`
  return `${label}${bar('ours', row.ours, y)}${bar('bare', row.bare ?? 0, y + 15)}`
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
