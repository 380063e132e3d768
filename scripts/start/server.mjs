import { spawn } from 'node:child_process'

const START_LIMIT_MS = 15_000

/**
 * The signaling server at `url`: the one that is there already, or one that is started.
 * Throws with a plain sentence when neither works.
 * @param {string} url
 * @returns {Promise<import('node:child_process').ChildProcess | null>} the process to end, or null when it was there
 */
export async function ensureServer(url) {
  if (await answers(url)) {
    console.log(`Using the signaling server that is already at ${url}`)
    return null
  }
  const child = spawn(process.execPath, ['scripts/server.mjs'], { detached: true, stdio: ['ignore', 'ignore', 'inherit'] })
  const giveUpAt = Date.now() + START_LIMIT_MS
  while (Date.now() < giveUpAt && child.exitCode === null) {
    if (await answers(url)) {
      console.log(`Signaling server: ${url}`)
      return child
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill('SIGKILL')
  throw new Error(`The signaling server did not start at ${url}; is its port taken by another program?`)
}

/** Whether a PeerServer (stock or ours) answers there: it says its name on its first page. */
async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    return /peer/i.test((await response.json()).name)
  } catch {
    return false
  }
}
