import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where Debian's Chromium reads what an administrator has laid down. */
const CONFIGURATION = '/etc/chromium'

/**
 * A script that starts `program` with these policies: it sees them in a file system of its own, so that no other browser on
 * this machine does, and nothing is left over. Needs root.
 */
export function managed(program: string, policies: Readonly<Record<string, unknown>>): string {
  const folder = resolve('.cache', 'managed')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'policies.json')
  writeFileSync(file, JSON.stringify(policies))
  const script = join(folder, 'chromium')
  const inside = [
    // Read before it is covered.
    `policies=$(cat ${file})`,
    `mount -t tmpfs tmpfs ${CONFIGURATION}`,
    `mkdir -p ${CONFIGURATION}/policies/managed`,
    `echo "$policies" > ${CONFIGURATION}/policies/managed/tabcall.json`,
    `exec ${program} "$@"`,
  ].join(' && ')
  writeFileSync(script, `#!/bin/sh\nexec unshare --mount sh -c '${inside}' sh "$@"\n`)
  chmodSync(script, 0o755)
  return script
}
