// `npm run bench`: measures Tabcall beside a bare PeerJS page. `npm run bench -- --only fast --pairs 5` is shorter.
import { resolve } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ensureModules } from './setup/modules.mjs'
import { ensurePackages } from './setup/packages.mjs'
import { runPart } from './test/part.mjs'

const FORMAT_LIMIT_MS = 60_000

try {
  ensureModules()
  const missing = ensurePackages('test')
  if (missing.length > 0) throw new Error(`Please install: ${missing.join(', ')}.`)
  ensureBuild()
  // Loaded only now: it may just have been installed.
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(resolve('bench/main.ts'), { configFile: false })
  await module.main(process.argv.slice(2))
  // What was written stays as the linter wants it.
  await runPart(['npx', '--no-install', 'biome', 'format', '--write', 'BENCHMARKS.md'], FORMAT_LIMIT_MS)
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
