import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pause } from './client.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const STOCK = `import { PeerServer } from 'peer'
const options = JSON.parse(process.argv[1])
PeerServer({ ...options, port: 0, host: '127.0.0.1' }, (server) => console.log('http://127.0.0.1:' + server.address().port + '/'))`

/** A server in a process of its own, which may crash. */
export class ServerProcess {
  output = ''
  #child: ChildProcess
  #exited: Promise<number | null>

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...environment } })
    this.#child.stdout?.on('data', (data) => {
      this.output += String(data)
    })
    this.#child.stderr?.on('data', (data) => {
      this.output += String(data)
    })
    this.#exited = new Promise((resolve) => this.#child.once('exit', (code) => resolve(code)))
  }

  /** PeerServer as it comes. */
  static stock(options: Readonly<Record<string, unknown>> = {}): ServerProcess {
    return new ServerProcess(['--input-type=module', '--eval', STOCK, JSON.stringify(options)])
  }

  /** `npm run server`. */
  static ours(environment: Readonly<Record<string, string>>): ServerProcess {
    return new ServerProcess(['scripts/server.mjs'], environment)
  }

  /** Its base URL, once it says so. */
  async url(timeoutMs = 30_000): Promise<string> {
    const until = Date.now() + timeoutMs
    while (Date.now() < until) {
      const url = /http:\S+\//.exec(this.output)?.[0]
      if (url !== undefined) return url
      await pause(20)
    }
    throw new Error(`No server: ${this.output}`)
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** The exit code, or null where it did not exit by itself in time. */
  async exit(timeoutMs = 30_000): Promise<number | null> {
    return Promise.race([this.#exited, pause(timeoutMs).then(() => null)])
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }
}
