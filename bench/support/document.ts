import { readFileSync, writeFileSync } from 'node:fs'
import type { Results } from './results.ts'
import { formatNumber } from './table.ts'

const FROM = '<!-- results -->'
const TO = '<!-- /results -->'

/** Writes the results into their place in a Markdown file. */
export function writeIntoDocument(path: string, { machine, parts }: Results): void {
  const text = readFileSync(path, 'utf8')
  const from = text.indexOf(FROM)
  const to = text.indexOf(TO)
  if (from < 0 || to < from) throw new Error(`${path} has no place for results`)
  const lines = [`${machine.browser}, Node ${machine.node}, ${machine.cores} cores of ${machine.cpu}.`]
  for (const [name, { measured, load, rows }] of Object.entries(parts)) {
    lines.push('', `**${name}**, ${measured.slice(0, 16).replace('T', ' ')} UTC, load of the machine at the end ${load}`, '')
    lines.push('| what | ours | bare | ratio | target | runs | reached |', '|---|---|---|---|---|---|---|')
    for (const row of rows) {
      const number = (value: number | null) => (value === null ? '' : `${formatNumber(value)} ${row.unit}`)
      const cells = [row.what, number(row.ours), number(row.bare), row.ratio?.toFixed(2) ?? '', row.target, row.runs]
      lines.push(`| ${cells.join(' | ')} | ${row.pass ? 'yes' : '**no**'} |`)
    }
  }
  writeFileSync(path, `${text.slice(0, from + FROM.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`)
}
