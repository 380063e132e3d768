// `npm run bench`: measures Tabcall beside a bare PeerJS page. `npm run bench -- --only fast --pairs 5` is shorter.
import { resolve } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ensureModules } from './setup/modules.mjs'
import { ensurePackages } from './setup/packages.mjs'

try {
  ensureModules()
  const missing = ensurePackages('test')
  if (missing.length > 0) throw new Error(`Please install: ${missing.join(', ')}.`)
  ensureBuild()
  // Loaded only now: it may just have been installed.
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(resolve('bench/main.ts'), { configFile: false })
  await module.main(process.argv.slice(2))
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
