// npm run server: the signaling server. It needs nothing but Node; what else it needs is installed first.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureModules } from './setup/modules.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

try {
  // A server that runs already keeps its modules: nothing is installed under it when the lock file changes.
  if (!existsSync('node_modules')) ensureModules()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
// In this very process: a signal to stop it needs no passing on.
const { tsImport } = await import('tsx/esm/api')
await tsImport('../peer-server/main.ts', import.meta.url)
