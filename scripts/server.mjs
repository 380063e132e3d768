// npm run server: the signaling server. It needs nothing but Node; what else it needs is installed first.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

if (!existsSync(`${root}node_modules`)) {
  const { status } = spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}
// In this very process: a signal to stop it needs no passing on.
const { tsImport } = await import('tsx/esm/api')
await tsImport('../peer-server/main.ts', import.meta.url)
