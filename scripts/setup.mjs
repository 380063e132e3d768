// `node scripts/setup.mjs [test]`: everything that `npm start` (or `npm test`) needs, installed where it is missing.
import { ensureModules } from './setup/modules.mjs'
import { ensurePackages } from './setup/packages.mjs'

try {
  ensureModules()
  const missing = ensurePackages(process.argv[2] === 'test' ? 'test' : 'start')
  if (missing.length > 0) throw new Error(`Please install: ${missing.join(', ')}.`)
  console.log('Everything is there.')
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
