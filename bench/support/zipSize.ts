import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { makeRow, type Row } from './row.ts'

const LIMIT_KB = 250

/** The packed extension, as `npm run pack` makes it (which fails by itself where it has grown past the limit). */
export function zipSizeRow(): Row {
  execFileSync(process.execPath, ['scripts/pack.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const kilobytes = statSync('.cache/tabcall.zip').size / 1_000
  return makeRow({ what: 'The packed extension', ours: [kilobytes], unit: 'kB', target: { kind: 'atMost', limit: LIMIT_KB } })
}
