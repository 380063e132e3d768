// `npm test`: everything that must hold. `npm test -- --only types,unit,e2e/call` runs a part of it.
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureModules } from './setup/modules.mjs'
import { ensurePackages } from './setup/packages.mjs'
import { countTests, failedFiles } from './test/count.mjs'
import { endLeftovers, RUN_MARK } from './test/leftovers.mjs'
import { runPart } from './test/part.mjs'

const MINUTE = 60_000
const bin = (name) => ['npx', '--no-install', name]
const CHECKS = [
  {
    name: 'types',
    commands: [
      [...bin('tsc'), '-p', '.'],
      [...bin('tsc'), '-p', 'src/call'],
    ],
  },
  { name: 'lint', commands: [[...bin('biome'), 'check', '--error-on-warnings', '.']] },
  { name: 'unused', commands: [bin('knip')] },
  { name: 'build', commands: [[process.execPath, 'scripts/build.mjs']] },
  { name: 'size', commands: [[process.execPath, 'scripts/pack.mjs']] },
]
/**
 * The browser tests have most of the time; the rest is a few minutes. Many of their files are one call from its first ring
 * to its end, in which a test that has failed leaves another state to its next try than the one that it began in: up to
 * three files that failed run again with fresh browsers. More than that is no machine that missed a beat.
 */
const PROJECTS = [
  { name: 'unit', limitMs: 10 * MINUTE, filesAgain: 0 },
  { name: 'e2e', limitMs: 84 * MINUTE, filesAgain: 3 },
]

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } })
const only = values.only.flatMap((part) => part.split(','))
const run = randomUUID()
const results = []

/** The filters given for a part: null when it is not to run, empty when all of it is. */
function filtersFor(name) {
  if (only.length === 0) return []
  const chosen = only.filter((part) => part === name || part.startsWith(`${name}/`))
  if (chosen.length === 0) return null
  return chosen.includes(name) ? [] : chosen.map((part) => (name === 'unit' ? part.replace('unit/', 'tests/') : `tests/${part}`))
}

async function runChecks() {
  for (const { name, commands } of CHECKS) {
    const wanted = filtersFor(name) ?? (name === 'build' && filtersFor('e2e'))
    if (!wanted) continue
    let ok = true
    for (const command of commands) ok = (await runPart(command, 10 * MINUTE)) && ok
    report(name, { passed: Number(ok), failed: Number(!ok), skipped: 0, retried: [] })
  }
}

async function runProjects() {
  for (const { name, limitMs, filesAgain } of PROJECTS) {
    const filters = filtersFor(name)
    if (!filters) continue
    const endsAt = Date.now() + limitMs
    const first = `test-results/${name}.json`
    const again = `test-results/${name}.again.json`
    let ok = await runProject(name, filters, first, limitMs)
    const failed = failedFiles(first)
    const runsAgain = failed.length > 0 && failed.length <= filesAgain
    if (runsAgain) {
      console.log(`\nOnce more, with fresh browsers: ${failed.map((file) => relative('.', file)).join(', ')}`)
      ok = await runProject(name, failed, again, endsAt - Date.now())
    }
    report(name, countTests(runsAgain ? [first, again] : [first], ok))
    const left = endLeftovers(run)
    if (left > 0) console.log(`${left} processes were left behind and have been ended.`)
  }
}

function runProject(name, filters, output, limitMs) {
  rmSync(output, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${output}`]
  return runPart([...bin('vitest'), 'run', '--project', name, ...reporters, ...filters], limitMs, { [RUN_MARK]: run })
}

function report(name, counts) {
  results.push(counts)
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  console.log(`${counts.failed === 0 ? '✓' : '✗'} ${name}: ${counts.passed} passed, ${counts.failed} failed${skipped}\n`)
}

try {
  ensureModules()
  if (filtersFor('e2e')) {
    const missing = ensurePackages('test')
    if (missing.length > 0) throw new Error(`Please install: ${missing.join(', ')}.`)
  }
  mkdirSync('test-results', { recursive: true })
  await runChecks()
  await runProjects()
  if (results.length === 0) throw new Error(`No part of the tests is called ${only.join(', ')}.`)
} catch (error) {
  console.error(error.message)
  results.push({ passed: 0, failed: 1, skipped: 0, retried: [] })
}
const sum = (key) => results.reduce((total, counts) => total + counts[key], 0)
const retried = results.flatMap((counts) => counts.retried)
if (retried.length > 0) console.log(`${retried.length} needed another try: ${retried.join('; ')}`)
if (sum('skipped') > 0) console.log(`${sum('skipped')} tests were skipped; each says why.`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') === 0 ? 0 : 1
