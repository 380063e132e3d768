import { readdirSync, readFileSync } from 'node:fs'

/** Every process of a run has this in its environment, however deep it was started. */
export const RUN_MARK = 'TABCALL_TEST_RUN'

/**
 * Ends what a run has left behind: browsers and servers of a test that was stopped in the middle. Linux only.
 * @param {string} run the value of the mark
 * @returns {number} how many processes were ended
 */
export function endLeftovers(run) {
  let ended = 0
  for (const pid of processIds()) {
    if (Number(pid) === process.pid || !hasMark(pid, run)) continue
    try {
      process.kill(Number(pid), 'SIGKILL')
      ended++
    } catch {}
  }
  return ended
}

function processIds() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

function hasMark(pid, run) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${RUN_MARK}=${run}`)
  } catch {
    return false
  }
}
