import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { IClient, PeerServerEvents } from 'peer'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { addressOf } from './address.ts'
import { type Arrival, type ArrivalDeps, judgeArrival } from './arrival.ts'
import { type IceServer, stunServerAt } from './iceServers.ts'
import { Buckets, type Limits, unitsOf } from './limits.ts'
import { Relay } from './relay.ts'
import { CloseCode, cutSoon, refuse, Session } from './session.ts'

const PROTOCOL_VERSION = 1
const FEATURES = ['expire-at-once', 'blocks', 'contacts-only', 'takeover', 'busy']

/** Thrown into PeerServer to keep a message from being relayed; it ends in its `error` event. */
const HANDLED = new Error('Handled by Tabcall')

export interface RegistryDeps extends Omit<ArrivalDeps, 'sessions'> {
  readonly limits: Limits
  readonly arrivals: Buckets
  readonly trustProxy: boolean
  readonly stunPort: number | null
  readonly turnServers: readonly IceServer[]
}

/**
 * An offer is 12 kB of words that repeat: compressed it fits what a connection may send before the first acknowledgement.
 * Each message by itself, so that nobody learns from its length what another one said.
 */
const COMPRESSION = { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 1024 } as const

/**
 * Stands between the sockets and PeerServer: who may come in, under which ID, and which of their messages count.
 * PeerServer's events name the client alone, which a takeover shares between two sockets; so this keeps in mind the
 * session it is acting for while PeerServer is called, which is synchronous throughout.
 */
export class Registry {
  readonly webSockets: WebSocketServer
  #deps: RegistryDeps
  #sessions = new Map<string, Session>()
  #relay: Relay
  #messages: Buckets
  #clientsByAddress = new Map<string, number>()
  #arriving: Session | null = null
  #speaking: Session | null = null

  constructor(deps: RegistryDeps) {
    this.#deps = deps
    this.#messages = new Buckets(deps.limits.perAddress)
    this.#relay = new Relay(this.#sessions, deps.limits)
    this.webSockets = new WebSocketServer({
      noServer: true,
      path: '/peerjs',
      // Of what comes out of a compressed message too.
      maxPayload: deps.limits.frameBytes,
      perMessageDeflate: COMPRESSION,
    })
  }

  /** Those registered, by ID. */
  get sessions(): ReadonlyMap<string, Session> {
    return this.#sessions
  }

  attach(http: Server, peers: PeerServerEvents): void {
    http.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head))
    peers.on('connection', (client) => this.#registered(client))
    peers.on('message', (_client, message) => {
      const session = this.#speaking
      if (session === null || !this.#relay.mayPass(session, message)) throw HANDLED
    })
    peers.on('disconnect', (client) => this.#disconnected(client))
    // Broken frames, broken sockets and HANDLED. Without a listener each would end the process.
    peers.on('error', () => undefined)
  }

  prune(): void {
    this.#messages.prune()
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy())
    const address = addressOf(request, this.#deps.trustProxy)
    if (!this.#deps.arrivals.take(address)) {
      stream.end('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    this.webSockets.handleUpgrade(request, stream, head, (socket) => {
      // Judged only now: a browser shows the reason of a WebSocket's close, but not why an upgrade failed.
      const arrival = this.#hasRoom(address) ? judgeArrival(request, { ...this.#deps, sessions: this.#sessions }) : TOO_MANY
      // A frame too large or broken: `ws` is closing it by then.
      socket.on('error', () => cutSoon(socket))
      if (arrival.ok) this.#admit(request, socket, address, arrival)
      else refuse(socket, arrival.code, arrival.reason)
    })
  }

  #hasRoom(address: string): boolean {
    return (this.#clientsByAddress.get(address) ?? 0) < this.#deps.limits.clientsPerAddress
  }

  #admit(request: IncomingMessage, socket: WebSocket, address: string, arrival: Extract<Arrival, { ok: true }>): void {
    const { id, isTabcall, token, url } = arrival
    const host = request.headers.host ?? ''
    const session = new Session({ id, isTabcall, token, host, address, socket }, this.#deps.limits.perClient)
    this.#count(address, 1)
    socket.once('close', () => this.#count(address, -1))
    // Before PeerServer's own listener, which runs next.
    socket.on('message', (data) => this.#hear(session, data))
    socket.on('pong', () => {
      session.isAlive = true
      session.client?.setLastPing(Date.now())
    })
    request.url = url
    this.#arriving = session
    this.webSockets.emit('connection', socket, request)
    this.#arriving = null
  }

  #hear(session: Session, data: RawData): void {
    this.#speaking = null
    if (session.hasEnded) return
    session.isAlive = true
    const units = unitsOf(byteLength(data))
    if (session.bucket.take(units) && this.#messages.take(session.address, units)) this.#speaking = session
    else {
      session.send({ type: 'ERROR', payload: { msg: 'Too many messages' } })
      session.end(CloseCode.tooMuch, 'Too many messages')
    }
  }

  /** PeerServer has put the arriving socket in its client, a new one or that of an older socket. */
  #registered(client: IClient): void {
    const session = this.#arriving
    if (session === null) return
    const older = this.#sessions.get(session.id)
    session.client = client
    this.#sessions.set(session.id, session)
    if (older !== undefined) {
      // To PeerServer this is the same client come back: it sends no OPEN, and goes on counting from its last heartbeat.
      session.send({ type: 'OPEN' })
      client.setLastPing(Date.now())
      session.blocks = older.blocks
      replace(older, session)
    }
    if (session.isTabcall) session.send({ type: 'TABCALL-HELLO', payload: this.#hello(session) })
  }

  #hello(session: Session): unknown {
    const { stunPort, turnServers } = this.#deps
    const stun = stunPort === null ? null : stunServerAt(session.host, stunPort)
    return { version: PROTOCOL_VERSION, features: FEATURES, iceServers: [...(stun === null ? [] : [stun]), ...turnServers] }
  }

  #disconnected(client: IClient): void {
    const session = this.#sessions.get(client.getId())
    if (session?.client === client) this.#sessions.delete(session.id)
  }

  #count(address: string, change: 1 | -1): void {
    const count = (this.#clientsByAddress.get(address) ?? 0) + change
    if (count === 0) this.#clientsByAddress.delete(address)
    else this.#clientsByAddress.set(address, count)
  }
}

const TOO_MANY: Arrival = { ok: false, code: CloseCode.tooMuch, reason: 'Too many connections from this address' }

function replace(older: Session, newer: Session): void {
  if (older.token === newer.token) {
    older.end(CloseCode.normal)
    return
  }
  older.send({ type: 'TABCALL-TAKEN-OVER' })
  older.end(CloseCode.takenOver, 'In use elsewhere')
}

function byteLength(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.byteLength, 0) : data.byteLength
}
