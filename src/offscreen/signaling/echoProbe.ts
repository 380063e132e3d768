import { type EchoMessage, makeEcho, readEcho } from './echo'

/** How long an echo may take before the socket counts as dead: thrice a known round trip, within these. */
const MIN_PATIENCE_MS = 300
const MAX_PATIENCE_MS = 2_500

/** Echoes under way at the same time while a reconnect is probed for; more are lost ones. */
const MAX_PENDING = 20

/** Of so many round trips the shortest is what the way takes; the rest is a busy machine. */
const RECENT = 8

export interface EchoProbeDeps {
  readonly localId: string
  readonly send: (message: EchoMessage) => void
  readonly randomId: () => string
  readonly now: () => number
}

/** Asks the server to send something back, and knows the round trip by it. */
export class EchoProbe {
  #deps: EchoProbeDeps
  /** Nonce and when it was sent. */
  #pending = new Map<string, number>()
  #deadline: ReturnType<typeof setTimeout> | undefined
  #roundTrips: number[] = []

  constructor(deps: EchoProbeDeps) {
    this.#deps = deps
  }

  /** The last round trip through the server in ms; null before the first echo. */
  get roundTripMs(): number | null {
    return this.#roundTrips.at(-1) ?? null
  }

  /** The shortest of the last few; null before the first echo. */
  get leastRoundTripMs(): number | null {
    return this.#roundTrips.length === 0 ? null : Math.min(...this.#roundTrips)
  }

  /** Asks once more; it may be lost. */
  ask(): void {
    if (this.#pending.size >= MAX_PENDING) this.#pending.clear()
    const nonce = this.#deps.randomId()
    this.#pending.set(nonce, this.#deps.now())
    this.#deps.send(makeEcho(this.#deps.localId, nonce))
  }

  /** Asks, and calls `onDead` when no echo comes in time. While one is awaited so, nothing more is asked. */
  prove(onDead: () => void): void {
    if (this.#deadline !== undefined) return
    const patience = Math.max(MIN_PATIENCE_MS, 3 * (this.roundTripMs ?? MAX_PATIENCE_MS))
    this.#deadline = setTimeout(
      () => {
        this.#deadline = undefined
        onDead()
      },
      Math.min(MAX_PATIENCE_MS, patience),
    )
    this.ask()
  }

  /** Whether a server's message is an echo, of whatever age. Only one that was waited for says something: `heard`. */
  receive(message: unknown): { readonly isEcho: boolean; readonly heard: boolean } {
    const nonce = readEcho(message, this.#deps.localId)
    if (nonce === null) return { isEcho: false, heard: false }
    const sentAt = this.#pending.get(nonce)
    if (sentAt === undefined) return { isEcho: true, heard: false }
    this.#roundTrips = [...this.#roundTrips.slice(1 - RECENT), this.#deps.now() - sentAt]
    this.reset()
    return { isEcho: true, heard: true }
  }

  /** Forgets what is awaited: the socket has changed, or has proved itself. */
  reset(): void {
    this.#pending.clear()
    clearTimeout(this.#deadline)
    this.#deadline = undefined
  }
}
