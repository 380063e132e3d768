/** Counts what happened in the last `windowMs`, up to `limit`; takes no more memory than that. */
export class RateLimit {
  readonly #times: number[] = []

  constructor(
    readonly limit: number,
    readonly windowMs: number,
  ) {}

  /** Whether one more fits. Does not count it. */
  allows(now: number): boolean {
    this.#forget(now)
    return this.#times.length < this.limit
  }

  /** Counts one more if it fits. */
  take(now: number): boolean {
    if (!this.allows(now)) return false
    this.#times.push(now)
    return true
  }

  isIdle(now: number): boolean {
    this.#forget(now)
    return this.#times.length === 0
  }

  /** A clock set back must not lock anybody out, so times ahead of now are forgotten too. */
  #forget(now: number): void {
    const kept = this.#times.filter((time) => time > now - this.windowMs && time <= now)
    if (kept.length !== this.#times.length) this.#times.splice(0, this.#times.length, ...kept)
  }
}

/** One `RateLimit` for each key. Keys that are idle are forgotten; `maxKeys` bounds the rest. */
export class KeyedRateLimit {
  readonly #limits = new Map<string, RateLimit>()

  constructor(
    readonly limit: number,
    readonly windowMs: number,
    readonly maxKeys: number,
  ) {}

  allows(key: string, now: number): boolean {
    return this.#limits.get(key)?.allows(now) ?? this.#hasRoom(now)
  }

  take(key: string, now: number): boolean {
    let limit = this.#limits.get(key)
    if (limit === undefined) {
      if (!this.#hasRoom(now)) return false
      limit = new RateLimit(this.limit, this.windowMs)
      this.#limits.set(key, limit)
    }
    return limit.take(now)
  }

  #hasRoom(now: number): boolean {
    if (this.#limits.size < this.maxKeys) return true
    for (const [key, limit] of this.#limits) if (limit.isIdle(now)) this.#limits.delete(key)
    return this.#limits.size < this.maxKeys
  }
}

/** A set that forgets its oldest member when full. */
export class BoundedSet {
  readonly #members = new Set<string>()

  constructor(readonly limit: number) {}

  has(member: string): boolean {
    return this.#members.has(member)
  }

  /** False where it was in already. */
  add(member: string): boolean {
    if (this.#members.has(member)) return false
    this.#members.add(member)
    if (this.#members.size > this.limit) {
      for (const oldest of this.#members) {
        this.#members.delete(oldest)
        break
      }
    }
    return true
  }
}
