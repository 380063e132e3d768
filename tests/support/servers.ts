import { resolve } from 'node:path'
import { HERE, type Place, run } from './processes.ts'
import type { WanHost } from './wan.ts'

export interface SignalingServer {
  /** As typed into the options: ends in `/`. */
  readonly url: string
  readonly host: string
  readonly port: number
  stop(): Promise<void>
}

interface ServerOptions {
  readonly port?: number
  /** The host of the emulated network on which it runs; without one, this machine's loopback. */
  readonly wanHost?: WanHost
  readonly env?: NodeJS.ProcessEnv
}

const STOCK = `
const { PeerServer } = require('peer')
PeerServer({ port: Number(process.env.PORT), host: process.env.HOST, path: '/', allow_discovery: false },
  (server) => console.log('port ' + server.address().port)).on('error', () => {})
`

/** A PeerServer as it comes from npm, in its own process. */
export function startStockServer(options: ServerOptions = {}): Promise<SignalingServer> {
  return start([process.execPath, '-e', STOCK], /^port (\d+)$/, options)
}

/** Tabcall's own signaling server, in its own process. */
export function startTabcallServer(options: ServerOptions = {}): Promise<SignalingServer> {
  return start([process.execPath, '--import', 'tsx', resolve('peer-server/main.ts')], /server on http:\/\/.*:(\d+)/, options)
}

async function start(
  command: readonly string[],
  says: RegExp,
  { port = 0, wanHost, env = {} }: ServerOptions,
): Promise<SignalingServer> {
  const host = wanHost?.address ?? '127.0.0.1'
  const place: Place = wanHost ?? HERE
  const server = run(command, { place, env: { PORT: String(port), HOST: host, STUN_PORT: '0', ...env } })
  const chosen = await server.firstLine((line) => says.exec(line)?.[1])
  return { url: `http://${host}:${chosen}/`, host, port: Number(chosen), stop: () => server.stop() }
}
