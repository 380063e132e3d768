import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { runQuietly } from './run.mjs'

const STAMP = 'node_modules/.tabcall-lock'
const OLDEST_NODE = [20, 19]

/**
 * Installs node_modules when there are none, or when the lock file changed since.
 * Throws with a plain sentence when that fails or Node is too old.
 */
export function ensureModules() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`)
  }
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  console.log('Installing the packages of package-lock.json …')
  // Not `npm ci`: it refuses a lock file without the builds for other systems, which a registry need not have.
  if (!runQuietly('npm', ['install', '--no-save', '--no-audit', '--no-fund'])) {
    throw new Error('npm install failed; what it said is above.')
  }
  writeFileSync(STAMP, wanted)
}
