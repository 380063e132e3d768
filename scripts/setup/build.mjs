import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './run.mjs'

const SOURCES = ['src', 'public', '_locales', 'manifest.json', 'vite.config.ts', 'package-lock.json']
const BUILT = 'dist/manifest.json'
/** What the last build was made for; a build for another server is another build. */
const STAMP = '.cache/built-for'

/** Builds dist/ when a source is newer than it. Throws with a plain sentence when that fails. */
export function ensureBuild() {
  if (existsSync(BUILT) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === serverOfBuild()) {
    const builtAt = statSync(BUILT).mtimeMs
    if (SOURCES.every((source) => newestIn(source) < builtAt)) return
  }
  buildNow()
}

/** Builds dist/. Throws with a plain sentence when that fails. */
export function buildNow() {
  console.log('Building …')
  if (!runQuietly(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'])) {
    throw new Error('The build failed; what it said is above.')
  }
  mkdirSync('.cache', { recursive: true })
  writeFileSync(STAMP, serverOfBuild())
}

/** The time of the newest file at or under a path, in milliseconds since the epoch. */
function newestIn(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

function serverOfBuild() {
  return process.env.TABCALL_SERVER ?? ''
}
