/** A token bucket: `burst` at once, then `perSecond`. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

export interface Limits {
  /** Bytes of one WebSocket message. */
  readonly frameBytes: number
  /** Levels of arrays and objects in one message. */
  readonly depth: number
  /** Bytes that may wait for a client that does not read. */
  readonly backlogBytes: number
  readonly clients: number
  readonly clientsPerAddress: number
  /** Message units (see `unitsOf`). */
  readonly perClient: Rate
  readonly perAddress: Rate
  /** Challenges and connections together. */
  readonly arrivalsPerAddress: Rate
  /** STUN requests. */
  readonly stunPerAddress: Rate
}

export const DEFAULT_LIMITS: Limits = {
  // An offer is under 20 kB; a list of 2,000 blocked hashes, the largest message there is, is 92 kB.
  frameBytes: 100 * 1024,
  // An offer has 4. Far deeper ones make PeerServer throw while it writes them, and blame the receiver.
  depth: 32,
  // Some fifty offers: who lets more pile up has stopped reading.
  backlogBytes: 1024 * 1024,
  // 11 kB each when idle, so memory is no concern; file descriptors are.
  clients: 10_000,
  // A big office behind one address, or a thousand test clients on one machine.
  clientsPerAddress: 2_000,
  // A call costs under 100 units: offer and answer 10 each, and up to 60 candidates in one burst.
  perClient: { burst: 400, perSecond: 40 },
  // A hundred clients in full flood; a thousand idle ones send 200 a second.
  perAddress: { burst: 20_000, perSecond: 4_000 },
  // Two for each registration: all clients of an address come back at once after an outage.
  arrivalsPerAddress: { burst: 4_000, perSecond: 100 },
  // A client asks once an interface and call, and repeats a lost request a few times.
  stunPerAddress: { burst: 200, perSecond: 50 },
}

/** Bytes that count as one message unit: a candidate is below, so floods of small and of large messages cost alike. */
const UNIT_BYTES = 2048

/** What a message of so many bytes counts for. */
export function unitsOf(bytes: number): number {
  return 1 + Math.floor(bytes / UNIT_BYTES)
}

export class Bucket {
  #rate: Rate
  #level: number
  #at = performance.now()

  constructor(rate: Rate) {
    this.#rate = rate
    this.#level = rate.burst
  }

  /** Takes so many units. False, with nothing taken, where there are not enough. */
  take(units: number): boolean {
    this.#refill()
    if (this.#level < units) return false
    this.#level -= units
    return true
  }

  get isFull(): boolean {
    this.#refill()
    return this.#level >= this.#rate.burst
  }

  #refill(): void {
    const now = performance.now()
    this.#level = Math.min(this.#rate.burst, this.#level + ((now - this.#at) / 1000) * this.#rate.perSecond)
    this.#at = now
  }
}

/** Sources of UDP can be made up: the table of addresses must not grow with them. */
const MAX_BUCKETS = 50_000

/** One bucket for each address. */
export class Buckets {
  #rate: Rate
  #buckets = new Map<string, Bucket>()

  constructor(rate: Rate) {
    this.#rate = rate
  }

  take(address: string, units = 1): boolean {
    let bucket = this.#buckets.get(address)
    if (bucket === undefined) {
      if (this.#buckets.size >= MAX_BUCKETS) this.#buckets.clear()
      bucket = new Bucket(this.#rate)
      this.#buckets.set(address, bucket)
    }
    return bucket.take(units)
  }

  get size(): number {
    return this.#buckets.size
  }

  /** Forgets the addresses that have been quiet. */
  prune(): void {
    for (const [address, bucket] of this.#buckets) if (bucket.isFull) this.#buckets.delete(address)
  }
}
