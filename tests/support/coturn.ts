import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HERE, run } from './processes.ts'
import type { WanHost } from './wan.ts'

export interface TurnServer {
  /** Lines for `STUN and TURN servers` in the options, over UDP and over TCP. */
  readonly udp: string
  readonly tcp: string
  readonly stun: string
  stop(): Promise<void>
}

const PORT = 3478

/** Starts coturn on a host of the emulated network, or on this machine's loopback. */
export async function startTurn(host?: WanHost, port = PORT): Promise<TurnServer> {
  const address = host?.address ?? '127.0.0.1'
  const secret = randomBytes(9).toString('hex')
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-turn-'))
  const server = run(
    [
      'turnserver',
      '-n',
      '-L',
      address,
      '-E',
      address,
      '-p',
      String(port),
      '--lt-cred-mech',
      '-u',
      `tabcall:${secret}`,
      '-r',
      'tabcall',
      '--no-tls',
      '--no-dtls',
      '--no-cli',
      '--log-file=stdout',
      '--simple-log',
      '--pidfile',
      join(folder, 'pid'),
      '--userdb',
      join(folder, 'db'),
      ...(host ? [] : ['--allow-loopback-peers']),
    ],
    { place: host ?? HERE },
  )
  await server.firstLine((line) => /DB connection success/.exec(line))
  return {
    udp: `turn:${address}:${port} tabcall ${secret}`,
    tcp: `turn:${address}:${port}?transport=tcp tabcall ${secret}`,
    stun: `stun:${address}:${port}`,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
