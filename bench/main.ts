import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { runnerImport } from 'vite'
import { writeIntoDocument } from './support/document.ts'
import { writePicture } from './support/picture.ts'
import { readResults, writeResults } from './support/results.ts'
import type { BenchOptions, Row } from './support/row.ts'
import { formatTable } from './support/table.ts'

/** Fifteen or more: one slow moment of the machine is then not the median. */
const PAIRS = 15
const RESULTS = 'bench/results.json'
const DOCUMENT = 'BENCHMARKS.md'
const PICTURE = 'docs/bench.svg'
const SUFFIX = '.bench.ts'

interface BenchFile {
  run(options: BenchOptions): Promise<Row[]>
}

const BenchSchema = v.object({ run: v.custom<BenchFile['run']>((value) => typeof value === 'function') })

/** Runs every `bench/*.bench.ts` (or those named), and shows and keeps what they found. */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { only: { type: 'string' }, pairs: { type: 'string' } } })
  const pairs = values.pairs === undefined ? PAIRS : Number(values.pairs)
  if (!Number.isInteger(pairs) || pairs < 1) throw new Error('--pairs is a whole number, 1 or more.')
  const only = values.only?.split(',')
  const names = readdirSync('bench')
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .filter((name) => only === undefined || only.includes(name))
    .sort()
  if (names.length === 0) throw new Error(`No measurement is called ${values.only}.`)
  for (const name of names) {
    console.log(`${name} …`)
    const { module } = await runnerImport<unknown>(resolve('bench', `${name}${SUFFIX}`), { configFile: false })
    const rows = await v.parse(BenchSchema, module).run({ pairs })
    console.log(`\n${formatTable(rows)}\n`)
    writeResults(RESULTS, name, rows)
  }
  const results = readResults(RESULTS)
  writePicture(
    PICTURE,
    Object.values(results.parts).flatMap(({ rows }) => rows),
  )
  writeIntoDocument(DOCUMENT, results)
}
