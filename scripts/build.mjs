// `npm run build`: builds dist/, whether or not it is out of date.
import { buildNow } from './setup/build.mjs'
import { ensureModules } from './setup/modules.mjs'

try {
  ensureModules()
  buildNow()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
