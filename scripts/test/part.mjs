import { spawn } from 'node:child_process'

/**
 * Runs one part of the tests to its end, output shown, in a process group of its own that is ended when time is up.
 * @param {string[]} command
 * @param {number} limitMs
 * @returns {Promise<boolean>} whether it ended with 0 in time
 */
export function runPart(command, limitMs, env = {}) {
  return new Promise((done) => {
    const child = spawn(command[0], command.slice(1), {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    const endGroup = () => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {}
    }
    const timer = setTimeout(() => {
      console.error(`No end after ${limitMs / 60_000} minutes: stopped.`)
      endGroup()
    }, limitMs)
    const onSignal = () => endGroup()
    process.once('SIGINT', onSignal)
    process.once('SIGTERM', onSignal)
    child.once('close', (code) => {
      clearTimeout(timer)
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
      endGroup()
      done(code === 0)
    })
  })
}
