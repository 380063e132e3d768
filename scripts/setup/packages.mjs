import { findChromium } from './chromium.mjs'
import { findProgram, runQuietly } from './run.mjs'

/** Which Debian package brings which program. */
const BROWSER = { chromium: 'chromium' }
const TEST_TOOLS = {
  Xvfb: 'xvfb',
  openbox: 'openbox',
  xdotool: 'xdotool',
  import: 'imagemagick',
  pulseaudio: 'pulseaudio',
  parec: 'pulseaudio-utils',
  turnserver: 'coturn',
  tcpdump: 'tcpdump',
  ip: 'iproute2',
  python3: 'python3',
  'dbus-run-session': 'dbus',
  dunst: 'dunst',
}

/**
 * Installs the system packages that are missing, where apt-get and the right to use it are there.
 * @param {'start' | 'test'} purpose
 * @returns {string[]} programs that are still missing
 */
export function ensurePackages(purpose) {
  const missing = missingPrograms(purpose)
  if (missing.length === 0) return []
  const prefix = aptPrefix()
  if (prefix) {
    const packages = missing.map((program) => ({ ...BROWSER, ...TEST_TOOLS })[program])
    console.log(`Installing ${packages.join(', ')} …`)
    const apt = (...args) =>
      runQuietly(prefix[0], [...prefix.slice(1), ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    apt('update', '-qq')
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
  }
  return missingPrograms(purpose)
}

function missingPrograms(purpose) {
  const browser = findChromium() ? [] : ['chromium']
  const tools = purpose === 'test' ? Object.keys(TEST_TOOLS).filter((program) => !findProgram(program)) : []
  return [...browser, ...tools]
}

/** The command that installs, or null where there is none or it would ask for a password. */
function aptPrefix() {
  if (!findProgram('apt-get')) return null
  if (process.getuid?.() === 0) return ['apt-get']
  return findProgram('sudo') && runSudo() ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'] : null
}

function runSudo() {
  return runQuietly('sh', ['-c', 'sudo -n true 2>/dev/null'])
}
