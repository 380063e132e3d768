import { Peer } from 'peerjs'
import type { SignalingSnapshot, SignalingTrouble } from '../../messaging/snapshot'
import { TabcallConnection } from '../link/tabcallConnection'
import type { Unsubscribe } from '../ports'
import { backoffMs } from './backoff'
import { makeEcho, readEcho } from './echo'
import { parseServerAddress, type ServerAddress } from './serverAddress'

/** An attempt that has not led to OPEN or an echo by then is given up. */
const OPEN_TIMEOUT_MS = 4_000
/** While an attempt is under way, how often a reconnect is probed for (PeerServer sends no OPEN for a same-token one). */
const PROBE_MS = 200
/** How often a quiet registration is proved alive. */
const KEEP_ALIVE_MS = 20_000
/** How long an echo may take before the socket counts as dead; after a known round trip, thrice that, within these. */
const ECHO_MIN_MS = 300
const ECHO_MAX_MS = 2_500
/** Timers that come this much late mean that the machine slept. */
const TICK_MS = 2_000
const SLEEP_MS = 3_000

export interface RegistrationDeps {
  readonly localId: string
  /** The token that proves the ID to this server. */
  readonly makeToken: (address: ServerAddress) => Promise<string>
  readonly randomId: () => string
  readonly random: () => number
  readonly now: () => number
}

/** A signaling message as PeerJS sends it. */
export interface OutgoingMessage {
  readonly type: string
  /** The server writes the true one over it. */
  readonly src?: string
  readonly dst?: string
  readonly payload?: unknown
}

/**
 * Keeps this identity registered with one signaling server: through outages, sleep and changes of address.
 * Owns the PeerJS `Peer`. Every message from the server goes to `onMessage` listeners first; only `deliver` gives one to PeerJS.
 */
export class Registration {
  #deps: RegistrationDeps
  #address: ServerAddress | null
  #server: string
  #peer: Peer | null = null
  #deliver: (message: unknown) => void = () => undefined
  #sendNow: (message: OutgoingMessage) => void = () => undefined
  #state: SignalingSnapshot
  #attempt = 0
  #failures = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #probeTimer: ReturnType<typeof setInterval> | undefined
  #echo: { nonce: string; sentAt: number } | null = null
  #roundTripMs: number | null = null
  #lastTick: number
  #lastAlive = 0
  #tickTimer: ReturnType<typeof setInterval>
  #closed = false
  /** PeerJS emits `disconnected` for our own disconnects too. */
  #disconnecting = false
  #messageListeners = new Set<(message: unknown) => void>()
  #stateListeners = new Set<() => void>()
  /** Sees every message PeerJS wants to send on its own; what it returns is sent, null holds it back. */
  outgoing: (message: OutgoingMessage) => OutgoingMessage | null = (message) => message

  constructor(server: string, deps: RegistrationDeps) {
    this.#deps = deps
    this.#server = server
    this.#address = parseServerAddress(server)
    this.#state = { state: 'connecting', server }
    this.#lastTick = deps.now()
    this.#tickTimer = setInterval(() => this.#tick(), TICK_MS)
    if (this.#address === null) this.#set({ state: 'offline', server, trouble: 'badServer' })
    else void this.#connect()
  }

  get snapshot(): SignalingSnapshot {
    return this.#state
  }

  /** The Peer to open connections with; null while not registered. */
  get peer(): Peer | null {
    return this.#state.state === 'ready' ? this.#peer : null
  }

  /** Resolves when the registration stands, and after `ms` at the latest. */
  whenReady(ms: number): Promise<void> {
    if (this.#state.state === 'ready') return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        stop()
        clearTimeout(timer)
        resolve()
      }
      const stop = this.onChange(() => {
        if (this.#state.state === 'ready') done()
      })
      const timer = setTimeout(done, ms)
    })
  }

  onMessage(listener: (message: unknown) => void): Unsubscribe {
    this.#messageListeners.add(listener)
    return () => this.#messageListeners.delete(listener)
  }

  onChange(listener: () => void): Unsubscribe {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  /** Sends to the server, past PeerJS. False where there is no open registration. */
  send(message: OutgoingMessage): boolean {
    if (this.#state.state !== 'ready') return false
    this.#sendNow(message)
    return true
  }

  /** Gives a message that the gate let through to PeerJS. */
  deliver(message: unknown): void {
    this.#deliver(message)
  }

  /** Proves the registration alive, and makes it anew within a few round trips where it is dead. */
  refresh(): void {
    if (this.#state.state === 'ready') this.#sendEcho()
    else if (this.#state.state === 'offline') this.#retryNow()
  }

  /** The machine's network changed or it woke: what stood on the old address is dead, whatever it says. */
  networkChanged(): void {
    if (this.#state.state === 'ready' || this.#state.state === 'offline') this.#retryNow()
  }

  /** Takes the identity back from the machine that has it now. */
  useHere(): void {
    if (this.#state.state === 'inUseElsewhere') this.#retryNow()
  }

  /** Connections made through it live on until they are closed by their owners. */
  close(): void {
    this.#closed = true
    this.#attempt += 1
    clearInterval(this.#tickTimer)
    this.#stopTimers()
    this.#messageListeners.clear()
    this.#stateListeners.clear()
    this.#disconnect()
  }

  #set(state: SignalingSnapshot): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener()
  }

  #stopTimers(): void {
    clearTimeout(this.#retryTimer)
    clearInterval(this.#probeTimer)
  }

  #retryNow(): void {
    this.#failures = 0
    void this.#connect()
  }

  async #connect(): Promise<void> {
    const address = this.#address
    if (address === null || this.#closed) return
    this.#attempt += 1
    const attempt = this.#attempt
    this.#stopTimers()
    this.#echo = null
    if (this.#state.state !== 'connecting') this.#set({ state: 'connecting', server: this.#server })
    this.#disconnect()
    const token = await this.#deps.makeToken(address)
    if (attempt !== this.#attempt || this.#closed) return
    this.#open(address, token)
    const startedAt = this.#deps.now()
    this.#probeTimer = setInterval(() => {
      if (this.#deps.now() - startedAt > OPEN_TIMEOUT_MS) this.#failed('unreachable')
      else this.#sendEcho()
    }, PROBE_MS)
  }

  #open(address: ServerAddress, token: string): void {
    const reusable = this.#peer
    if (reusable !== null && !reusable.destroyed && reusable.disconnected) {
      reusable.options.token = token
      reusable.reconnect()
      return
    }
    const peer = new Peer(this.#deps.localId, {
      host: address.host,
      port: address.port,
      path: address.path,
      secure: address.secure,
      key: 'peerjs',
      token,
      // Without it PeerJS uses public STUN and TURN servers of others. Set per connection by `link/`.
      config: { iceServers: [] },
      serializers: { raw: TabcallConnection },
      debug: 0,
    })
    this.#peer = peer
    const socket = peer.socket
    // PeerJS's own listener is the only one: the gate stands before it.
    const listeners = socket.listeners('message')
    socket.removeAllListeners('message')
    socket.on('message', (message: unknown) => this.#receive(peer, message))
    this.#deliver = (message) => {
      for (const listener of listeners) listener(message)
    }
    const send = socket.send.bind(socket)
    this.#sendNow = send
    socket.send = (message: OutgoingMessage) => {
      const passed = message.type === 'HEARTBEAT' ? message : this.outgoing(message)
      if (passed !== null) send(passed)
    }
    peer.on('disconnected', () => {
      if (peer === this.#peer && !this.#disconnecting) this.#failed('unreachable')
    })
    peer.on('error', (error) => {
      if (peer === this.#peer && error.type === 'unavailable-id') this.#failed('idTaken')
    })
  }

  #receive(peer: Peer, message: unknown): void {
    if (peer !== this.#peer || this.#closed) return
    this.#lastAlive = this.#deps.now()
    const echo = readEcho(message, this.#deps.localId)
    if (echo !== null) {
      if (this.#echo?.nonce !== echo) return
      this.#roundTripMs = this.#deps.now() - this.#echo.sentAt
      this.#echo = null
      // PeerJS itself learns of a reconnect only by OPEN.
      if (this.#state.state === 'connecting') this.#deliver({ type: 'OPEN' })
      this.#registered()
      return
    }
    const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined
    switch (type) {
      case 'OPEN':
        this.#deliver({ type: 'OPEN' })
        this.#registered()
        return
      case 'ID-TAKEN':
        this.#failed('idTaken')
        return
      case 'INVALID-KEY':
      case 'ERROR':
        this.#failed('refused')
        return
      case 'TABCALL-TAKEN-OVER':
        this.#takenOver()
        return
      default:
        for (const listener of this.#messageListeners) listener(message)
    }
  }

  #registered(): void {
    clearInterval(this.#probeTimer)
    this.#failures = 0
    if (this.#state.state === 'ready') return
    this.#set({ state: 'ready', server: this.#server })
  }

  #takenOver(): void {
    this.#attempt += 1
    this.#stopTimers()
    this.#set({ state: 'inUseElsewhere', server: this.#server })
    this.#disconnect()
  }

  #failed(trouble: SignalingTrouble): void {
    if (this.#closed || this.#state.state === 'inUseElsewhere') return
    this.#attempt += 1
    this.#stopTimers()
    this.#echo = null
    const pause = backoffMs(this.#failures, this.#deps.random)
    this.#failures += 1
    this.#retryTimer = setTimeout(() => void this.#connect(), pause)
    this.#set({ state: 'offline', server: this.#server, trouble })
    this.#disconnect()
  }

  #disconnect(): void {
    const peer = this.#peer
    if (peer === null || peer.disconnected || peer.destroyed) return
    this.#disconnecting = true
    peer.disconnect()
    this.#disconnecting = false
  }

  #sendEcho(): void {
    if (this.#echo !== null && this.#state.state === 'ready') return
    const nonce = this.#deps.randomId()
    const sentAt = this.#deps.now()
    this.#echo = { nonce, sentAt }
    this.#sendNow(makeEcho(this.#deps.localId, nonce))
    if (this.#state.state !== 'ready') return
    const patience = Math.min(ECHO_MAX_MS, Math.max(ECHO_MIN_MS, 3 * (this.#roundTripMs ?? ECHO_MAX_MS)))
    const attempt = this.#attempt
    setTimeout(() => {
      if (this.#echo?.nonce === nonce && attempt === this.#attempt) this.#retryNow()
    }, patience)
  }

  #tick(): void {
    const now = this.#deps.now()
    const slept = now - this.#lastTick > TICK_MS + SLEEP_MS
    this.#lastTick = now
    if (this.#state.state === 'inUseElsewhere') return
    if (slept) this.networkChanged()
    else if (this.#state.state === 'ready' && now - this.#lastAlive > KEEP_ALIVE_MS) {
      this.#lastAlive = now
      this.#sendEcho()
    }
  }
}
