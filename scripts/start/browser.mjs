import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { extensionId } from '../setup/extensionId.mjs'

/** How long a browser may take to close by itself before it is ended. */
const CLOSE_LIMIT_MS = 5_000

/** Where the profiles are; another place for whoever does not want these touched. */
const PROFILES = process.env.TABCALL_PROFILES ?? join('.cache', 'profiles')

/**
 * Opens a browser with Tabcall in it, in a profile that stays.
 * @param {{ executable: string, profile: string, url: string, flags?: string[] }} options
 */
export function openBrowser({ executable, profile, url, flags = [] }) {
  const folder = resolve(PROFILES, profile)
  pinToToolbar(folder)
  const dist = resolve('dist')
  const log = openSync(join(folder, 'browser.log'), 'w')
  const child = spawn(
    executable,
    [
      `--user-data-dir=${folder}`,
      `--load-extension=${dist}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--password-store=basic',
      // Its "Sign in" takes the place of Tabcall's button in a narrow window.
      '--disable-sync',
      ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
      ...flags,
      url,
    ],
    { detached: true, stdio: ['ignore', log, log] },
  )
  const ended = new Promise((done) => {
    child.once('exit', done)
    child.once('error', done)
  })
  return {
    ended,
    async close() {
      signalGroup(child, 'SIGTERM')
      await Promise.race([ended, new Promise((done) => setTimeout(done, CLOSE_LIMIT_MS).unref())])
      signalGroup(child, 'SIGKILL')
    },
  }
}

/** Sends a signal to a detached child and all that it started. */
export function signalGroup(child, signal) {
  if (!child.pid) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // Ended already, or a system without process groups.
    child.kill(signal)
  }
}

/** A new profile hides extensions behind the puzzle piece; this puts Tabcall's button beside it. */
function pinToToolbar(folder) {
  const preferences = join(folder, 'Default', 'Preferences')
  if (existsSync(preferences)) return
  mkdirSync(join(folder, 'Default'), { recursive: true })
  const { key } = JSON.parse(readFileSync('dist/manifest.json', 'utf8'))
  writeFileSync(preferences, JSON.stringify({ extensions: { pinned_extensions: [extensionId(key)] } }))
}
