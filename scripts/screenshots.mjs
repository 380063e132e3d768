// `npm run screenshots`: pictures of every view in every state, light and dark, in test-results/screenshots; those of the README in docs/screenshots.
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
  const { module } = await runnerImport(resolve('scripts/screenshots/take.ts'), { configFile: false })
  await module.takeScreenshots(resolve('test-results/screenshots'), resolve('docs/screenshots'))
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
