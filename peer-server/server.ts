import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import express from 'express'
import { ExpressPeerServer } from 'peer'
import { Challenges } from './challenge.ts'
import { startHeartbeat } from './heartbeat.ts'
import { badRequest, tabcallRoutes } from './http.ts'
import type { IceServer } from './iceServers.ts'
import { Buckets, DEFAULT_LIMITS, type Limits } from './limits.ts'
import { explainBind, listen } from './listen.ts'
import { Registry } from './registry.ts'
import { CloseCode } from './session.ts'
import { type StunResponder, startStun } from './stun.ts'

/** Noticed within 20 s, and 1,000 idle clients cost 100 pings a second. */
const HEARTBEAT_MS = 10_000
const PRUNE_MS = 10_000
/** Time for the close code to reach the clients; a service manager waits, but not long. */
const CLOSE_GRACE_MS = 300

export interface ServerOptions {
  /** 0, the default, for any free one. */
  readonly port?: number
  /** Name or address to listen on; all interfaces where left out. */
  readonly host?: string
  /** UDP port of the STUN responder: 0, the default, for any free one, null for none. */
  readonly stunPort?: number | null
  /** TURN servers that Tabcall clients are told of. */
  readonly turnServers?: readonly IceServer[]
  /** The Host headers by which people address this server, like `calls.example:9000`; any where left out. */
  readonly hosts?: readonly string[]
  /** Whether a proxy stands in front and writes X-Forwarded-For. */
  readonly trustProxy?: boolean
  readonly heartbeatMs?: number
  readonly limits?: Partial<Limits>
}

export interface RunningServer {
  /** Base URL for clients on this machine, ending in `/`. */
  readonly url: string
  readonly port: number
  /** UDP port of the STUN responder, or null without one. */
  readonly stunPort: number | null
  /** Closes every connection and both ports. PeerServer leaves two idle timers: the process has to exit by itself. */
  close(): Promise<void>
}

/**
 * Starts the signaling server.
 * @throws Error with a sentence for people where a port cannot be had.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { host, trustProxy = false, hosts } = options
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits }
  const challenges = new Challenges()
  const arrivals = new Buckets(limits.arrivalsPerAddress)
  const isOurHost = (name: string): boolean => hosts === undefined || hosts.includes(name)

  const app = express()
  app.disable('x-powered-by')
  const http = createServer(app)
  const stun = await startStunAt(host, options.stunPort === undefined ? 0 : options.stunPort, limits)
  const stunPort = stun?.port ?? null
  const registry = new Registry({
    limits,
    challenges,
    arrivals,
    isOurHost,
    trustProxy,
    stunPort,
    turnServers: options.turnServers ?? [],
  })
  const peers = ExpressPeerServer(http, {
    path: '/',
    corsOptions: { origin: '*' },
    concurrent_limit: limits.clients,
    createWebSocketServer: () => registry.webSockets,
  })
  app.use('/tabcall', tabcallRoutes({ challenges, arrivals, trustProxy, isOurHost }))
  app.use(peers)
  app.use(badRequest)
  registry.attach(http, peers)

  const port = await listen(http, host, options.port ?? 0).catch(async (error: unknown) => {
    await stun?.close()
    throw explainBind(error, 'Port', options.port ?? 0, 'PORT to another port')
  })
  const connections = trackConnections(http)
  const heartbeat = startHeartbeat(registry.sessions, options.heartbeatMs ?? HEARTBEAT_MS)
  const pruning = setInterval(() => {
    challenges.prune()
    arrivals.prune()
    registry.prune()
  }, PRUNE_MS)

  const close = async (): Promise<void> => {
    heartbeat.stop()
    clearInterval(pruning)
    const closed = new Promise((resolve) => http.close(resolve))
    for (const socket of registry.webSockets.clients) socket.close(CloseCode.goingAway)
    const cut = setTimeout(() => {
      for (const connection of connections) connection.destroy()
    }, CLOSE_GRACE_MS)
    await Promise.all([closed, stun?.close()])
    clearTimeout(cut)
  }
  return { url: `http://${localName(host)}:${port}/`, port, stunPort, close: once(close) }
}

async function startStunAt(host: string | undefined, port: number | null, limits: Limits): Promise<StunResponder | null> {
  if (port === null) return null
  return startStun(host, port, limits.stunPerAddress).catch((error: unknown) => {
    throw explainBind(error, 'UDP port', port, 'STUN_PORT to another port (0 for none)')
  })
}

function trackConnections(http: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>()
  http.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  return connections
}

/** A name for this machine that reaches the host listened on. */
function localName(host: string | undefined): string {
  if (host === undefined || host === '::' || host === '0.0.0.0') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function once<T>(action: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= action()
    return result
  }
}
