import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface, type Interface } from 'node:readline'

/** How long a process may take to end by itself after SIGTERM. */
const END_LIMIT_MS = 3_000

/** A program that runs beside a test, with its output as lines. */
export interface Running {
  readonly child: ChildProcess
  readonly pid: number
  readonly lines: Interface
  /** All it has said so far, both streams: for messages. */
  output(): string
  /** The first line for which `pick` gives something; rejects when the process ends or 20 s pass before. */
  firstLine<T>(pick: (line: string) => T | null | undefined): Promise<T>
  stop(): Promise<void>
}

/** Where a program runs: this machine, or a host of the emulated network. */
export interface Place {
  /** The whole command line that runs `command` there. */
  command(command: readonly string[]): string[]
}

export const HERE: Place = { command: (command) => [...command] }

interface RunOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly place?: Place
  /** Its standard output is no text: read it from `child.stdout`. */
  readonly raw?: boolean
}

/** Starts a program in a process group of its own. `stop` ends the whole group. */
export function run(command: readonly string[], { env = {}, place = HERE, raw = false }: RunOptions = {}): Running {
  const [program = '', ...args] = place.command(command)
  const child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const said: string[] = []
  const lines = createInterface({ input: raw ? child.stderr : child.stdout })
  if (!raw) createInterface({ input: child.stderr }).on('line', (line) => lines.emit('line', line))
  lines.on('line', (line) => said.push(line))
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (error) => {
      said.push(error.message)
      resolve()
    })
  })
  const signal = (name: NodeJS.Signals) => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, name)
    } catch {
      // The group has ended already.
    }
  }
  return {
    child,
    pid: child.pid ?? -1,
    lines,
    output: () => said.join('\n'),
    firstLine: (pick) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${program}: ${why}\n${said.join('\n')}`))
        const timer = setTimeout(() => fail('said nothing of what was waited for in 20 s'), 20_000)
        const look = (line: string) => {
          const found = pick(line)
          if (found === null || found === undefined) return
          clearTimeout(timer)
          lines.off('line', look)
          resolve(found)
        }
        for (const line of said) look(line)
        lines.on('line', look)
        void ended.then(() => fail('ended'))
      }),
    async stop() {
      child.stdin.end()
      signal('SIGTERM')
      const timer = setTimeout(() => signal('SIGKILL'), END_LIMIT_MS)
      await ended
      clearTimeout(timer)
      signal('SIGKILL')
    },
  }
}

/** The ids of the processes that run with `variable` (`NAME=value`) in their environment, however deep they were started. Linux only. */
export function runningWith(variable: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(variable)
      } catch {
        return false
      }
    })
}
