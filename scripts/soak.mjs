// `npm run soak`: what takes too long for every `npm test`: 200 calls, one of 20 minutes, a million hostile messages.
import { parseArgs } from 'node:util'
import { runPart } from './test/part.mjs'

const MINUTE = 60_000
const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '20' },
    runs: { type: 'string', default: '1000000' },
  },
})
const vitest = ['npx', '--no-install', 'vitest', 'run']
const PARTS = [
  { command: [process.execPath, 'scripts/build.mjs'], limitMs: 10 * MINUTE, env: {} },
  {
    // Not tried again: a call in two hundred that fails is what this looks for.
    command: [...vitest, '--project', 'e2e', '--retry', '0', 'tests/e2e/survive.many'],
    limitMs: 120 * MINUTE,
    env: { TABCALL_SOAK_CALLS: values.calls, TABCALL_SOAK_MINUTES: values.minutes },
  },
  {
    command: [...vitest, '--project', 'unit', 'fuzz', '--testTimeout', String(60 * MINUTE)],
    limitMs: 120 * MINUTE,
    env: { TABCALL_FUZZ_RUNS: values.runs },
  },
]

let ok = true
for (const { command, limitMs, env } of PARTS) ok = ok && (await runPart(command, limitMs, env))
process.exitCode = ok ? 0 : 1
