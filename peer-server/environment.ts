import { parseTurnServers } from './iceServers.ts'
import type { ServerOptions } from './server.ts'

const DEFAULT_PORT = 9000
/** The port that STUN has in RFC 8489. */
const DEFAULT_STUN_PORT = 3478

/**
 * The server's options from the environment: PORT, HOST, STUN_PORT (0 for none), TABCALL_TURN (lines of
 * `turn:host:port user secret`), TABCALL_HOSTS (the Host headers to accept proofs for, separated by commas),
 * TABCALL_TRUST_PROXY (1 where a proxy in front writes X-Forwarded-For).
 * @throws Error that names the variable that cannot be read.
 */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): ServerOptions {
  const { PORT, HOST, STUN_PORT, TABCALL_TURN, TABCALL_HOSTS, TABCALL_TRUST_PROXY } = environment
  const stunPort = readPort('STUN_PORT', STUN_PORT, DEFAULT_STUN_PORT)
  return {
    port: readPort('PORT', PORT, DEFAULT_PORT),
    stunPort: stunPort === 0 ? null : stunPort,
    turnServers: parseTurnServers(TABCALL_TURN ?? ''),
    trustProxy: TABCALL_TRUST_PROXY === '1',
    ...(HOST ? { host: HOST } : {}),
    ...(TABCALL_HOSTS ? { hosts: TABCALL_HOSTS.split(',').map((host) => host.trim()) } : {}),
  }
}

function readPort(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`${name} is "${text}", but a port is a number up to 65535.`)
  return port
}
