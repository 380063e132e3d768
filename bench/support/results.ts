import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import * as v from 'valibot'
import { findChromium } from '../../scripts/setup/chromium.mjs'
import type { Row } from './row.ts'

const RowSchema = v.object({
  what: v.string(),
  ours: v.number(),
  bare: v.nullable(v.number()),
  ratio: v.nullable(v.number()),
  target: v.string(),
  unit: v.string(),
  pass: v.boolean(),
  runs: v.number(),
})
const ResultsSchema = v.object({
  machine: v.object({ cpu: v.string(), cores: v.number(), browser: v.string(), node: v.string() }),
  parts: v.record(v.string(), v.object({ measured: v.string(), load: v.number(), rows: v.array(RowSchema) })),
})

export type Results = v.InferOutput<typeof ResultsSchema>

/** Keeps what was found, a part for each file; parts that did not run now stay as they were. */
export function writeResults(path: string, name: string, rows: readonly Row[]): void {
  const before = existsSync(path) ? readResults(path).parts : {}
  const [load = 0] = loadavg()
  const parts = { ...before, [name]: { measured: new Date().toISOString(), load: Number(load.toFixed(1)), rows } }
  const [cpu] = cpus()
  const machine = { cpu: cpu?.model ?? 'unknown', cores: cpus().length, browser: browserVersion(), node: process.version }
  writeFileSync(path, `${JSON.stringify({ machine, parts }, null, 2)}\n`)
}

/** All that is kept, of whichever runs. */
export function readResults(path: string): Results {
  return v.parse(ResultsSchema, JSON.parse(readFileSync(path, 'utf8')))
}

function browserVersion(): string {
  const found = findChromium()
  return found === null ? 'none' : execFileSync(found, ['--version'], { encoding: 'utf8' }).trim()
}
