import type { Peer } from 'peerjs'
import type { SignalingSnapshot, SignalingTrouble } from '../../messaging/snapshot'
import type { Unsubscribe } from '../ports'
import { AliveWatch, type Clocks, TICK_MS } from './aliveWatch'
import { backoffMs } from './backoff'
import { EchoProbe } from './echoProbe'
import { type OutgoingMessage, PeerSocket } from './peerSocket'
import { parseServerAddress, type ServerAddress } from './serverAddress'

export type { OutgoingMessage } from './peerSocket'

/** An attempt that has not led to OPEN or an echo by then is given up. */
const ATTEMPT_MS = 5_000
/**
 * The same while a call depends on it: a SYN that was lost is sent again by the system after 1, 3, 7 s, a new attempt's at
 * once. Ten round trips are what a proof, TCP and TLS take at most.
 */
const URGENT_ATTEMPT_MS = 1_000
const URGENT_ATTEMPT_ROUND_TRIPS = 10
const URGENT_PAUSE_MS = 100
/** How long a call that lost its line depends on it. */
const URGENT_FOR_MS = 30_000
/** A machine that woke, or has another network, is alone with that: its network may need some tries until it carries. */
const URGENT_AFTER_CHANGE_MS = 5_000
/** While an attempt is under way, how often a reconnect is probed for (PeerServer sends no OPEN for a same-token one). */
const PROBE_MS = 200

export interface RegistrationDeps extends Clocks {
  readonly localId: string
  /** The token that proves the ID to this server. */
  readonly makeToken: (address: ServerAddress) => Promise<string>
  readonly randomId: () => string
  readonly random: () => number
}

/**
 * Keeps this identity registered with one signaling server: through outages, sleep and changes of address.
 * Owns the PeerJS `Peer`. Every message from the server goes to `onMessage` listeners first; only `deliver` gives one to PeerJS.
 */
export class Registration {
  #deps: RegistrationDeps
  #address: ServerAddress | null
  #server: string
  #socket: PeerSocket | null = null
  #state: SignalingSnapshot
  #echo: EchoProbe
  /** Of the last registration: the server takes it again from whoever it believes to be there still, with no challenge. */
  #token: string | null = null
  /** Of the present attempt. */
  #offered = ''
  #attempt = 0
  #failures = 0
  #urgentUntil = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #attemptTimer: ReturnType<typeof setTimeout> | undefined
  #probeTimer: ReturnType<typeof setInterval> | undefined
  #tickTimer: ReturnType<typeof setInterval>
  #alive: AliveWatch
  #closed = false
  #messageListeners = new Set<(message: unknown) => void>()
  #stateListeners = new Set<() => void>()
  /** Sees every message PeerJS wants to send on its own; what it returns is sent, null holds it back. */
  outgoing: (message: OutgoingMessage) => OutgoingMessage | null = (message) => message

  constructor(server: string, deps: RegistrationDeps) {
    this.#deps = deps
    this.#server = server
    this.#address = parseServerAddress(server)
    this.#state = { state: 'connecting', server }
    this.#echo = new EchoProbe({ ...deps, send: (message) => this.#socket?.send(message) })
    this.#alive = new AliveWatch(deps)
    this.#tickTimer = setInterval(() => this.#tick(), TICK_MS)
    if (this.#address === null) this.#set({ state: 'offline', server, trouble: 'badServer' })
    else void this.#connect()
  }

  get snapshot(): SignalingSnapshot {
    return this.#state
  }

  /** The Peer to open connections with; null while not registered. */
  get peer(): Peer | null {
    return this.#state.state === 'ready' ? (this.#socket?.peer ?? null) : null
  }

  /** From here to the server and back, in ms, the shortest of late; null until known. */
  get leastRoundTripMs(): number | null {
    return this.#echo.leastRoundTripMs
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
    this.#socket?.send(message)
    return true
  }

  /** Gives a message that the gate let through to PeerJS. */
  deliver(message: unknown): void {
    this.#socket?.deliver(message)
  }

  /** Proves the registration alive, and makes it anew within a few round trips where it is dead. */
  refresh(): void {
    if (this.#state.state === 'ready') this.#echo.prove(() => this.#retryNow())
    else if (this.#state.state === 'offline') this.#retryNow()
  }

  /** The same for a call that has lost its line: for as long as that may be found again, attempts follow each other closely. */
  refreshForCall(): void {
    const wasUrgent = this.#urgent
    this.#urgentUntil = this.#deps.now() + URGENT_FOR_MS
    if (this.#state.state === 'connecting' && !wasUrgent) this.#retryNow()
    else this.refresh()
  }

  /** The machine's network changed or it woke: what stood on the old address is dead, whatever it says. */
  networkChanged(): void {
    if (this.#address === null || this.#state.state === 'inUseElsewhere') return
    this.#urgentUntil = Math.max(this.#urgentUntil, this.#deps.now() + URGENT_AFTER_CHANGE_MS)
    this.#retryNow()
  }

  /** Takes the identity back from the machine that has it now. */
  useHere(): void {
    if (this.#state.state !== 'inUseElsewhere') return
    this.#token = null
    this.#retryNow()
  }

  /** Connections made through it live on until they are closed by their owners. */
  close(): void {
    this.#closed = true
    clearInterval(this.#tickTimer)
    this.#endAttempt()
    this.#messageListeners.clear()
    this.#stateListeners.clear()
    this.#socket?.disconnect()
  }

  #set(state: SignalingSnapshot): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener()
  }

  get #urgent(): boolean {
    return this.#deps.now() < this.#urgentUntil
  }

  /** What belongs to the present attempt comes to nothing from here on. */
  #endAttempt(): void {
    this.#attempt += 1
    this.#echo.reset()
    clearTimeout(this.#retryTimer)
    clearTimeout(this.#attemptTimer)
    clearInterval(this.#probeTimer)
  }

  #retryNow(): void {
    this.#failures = 0
    void this.#connect()
  }

  async #connect(): Promise<void> {
    const address = this.#address
    if (address === null || this.#closed) return
    this.#endAttempt()
    const attempt = this.#attempt
    if (this.#state.state !== 'connecting') this.#set({ state: 'connecting', server: this.#server })
    this.#socket?.disconnect()
    this.#attemptTimer = setTimeout(() => this.#failed('unreachable'), this.#attemptMs())
    const token = this.#token ?? (await this.#deps.makeToken(address))
    if (attempt !== this.#attempt) return
    this.#open(address, token)
    this.#probeTimer = setInterval(() => this.#echo.ask(), PROBE_MS)
  }

  #attemptMs(): number {
    if (!this.#urgent) return ATTEMPT_MS
    return Math.min(ATTEMPT_MS, Math.max(URGENT_ATTEMPT_MS, URGENT_ATTEMPT_ROUND_TRIPS * (this.#echo.roundTripMs ?? ATTEMPT_MS)))
  }

  #open(address: ServerAddress, token: string): void {
    this.#offered = token
    if (this.#socket?.usable === true) this.#socket.reconnect(token)
    else {
      const socket: PeerSocket = new PeerSocket(this.#deps.localId, address, token, {
        message: (message) => this.#receive(message),
        outgoing: (message) => this.outgoing(message),
        lost: () => {
          if (socket === this.#socket) this.#failed('unreachable')
        },
      })
      this.#socket = socket
    }
  }

  #receive(message: unknown): void {
    if (this.#closed) return
    this.#alive.heard()
    const echo = this.#echo.receive(message)
    if (echo.isEcho) {
      if (echo.heard) this.#registered()
      return
    }
    const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined
    switch (type) {
      case 'OPEN':
        this.#registered()
        return
      case 'ID-TAKEN':
        this.#refused('idTaken')
        return
      case 'INVALID-KEY':
      case 'ERROR':
        this.#refused('refused')
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
    clearTimeout(this.#attemptTimer)
    this.#failures = 0
    if (this.#state.state === 'ready') return
    this.#echo.reset()
    this.#token = this.#offered
    // PeerJS learns of a registration only by OPEN, which a stock server leaves out on a reconnect.
    this.#socket?.deliver({ type: 'OPEN' })
    this.#set({ state: 'ready', server: this.#server })
    // The round trip is known before it is needed.
    this.#echo.ask()
  }

  #takenOver(): void {
    this.#endAttempt()
    this.#set({ state: 'inUseElsewhere', server: this.#server })
    this.#socket?.disconnect()
  }

  /** A server that has forgotten us wants a fresh proof, and gets it at once. */
  #refused(trouble: SignalingTrouble): void {
    const wasUsed = this.#token !== null && this.#state.state === 'connecting'
    this.#token = null
    if (wasUsed) void this.#connect()
    else this.#failed(trouble)
  }

  #failed(trouble: SignalingTrouble): void {
    if (this.#closed || this.#state.state === 'inUseElsewhere') return
    this.#endAttempt()
    const pause = this.#urgent ? URGENT_PAUSE_MS : backoffMs(this.#failures, this.#deps.random)
    this.#failures += 1
    this.#retryTimer = setTimeout(() => void this.#connect(), pause)
    this.#set({ state: 'offline', server: this.#server, trouble })
    this.#socket?.disconnect()
  }

  #tick(): void {
    const finding = this.#alive.tick()
    if (finding === 'slept') this.networkChanged()
    else if (finding === 'quiet' && this.#state.state === 'ready') {
      this.#alive.heard()
      this.refresh()
    }
  }
}
