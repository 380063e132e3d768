/** A replayed offer is refused for this long, over restarts: the clocks of two people differ by less, whatever is wrong with them. */
const REMEMBERED_MS = 3 * 24 * 3_600_000

/** More calls than anybody gets in that time. */
const MAX_REMEMBERED = 2_000

const KEY = 'tabcall:seenCalls'

/**
 * The call ids that rang here or were dialled, so that no old offer rings again. In `localStorage`, which the gate can
 * ask without waiting; what cannot be read there is as if it were not there.
 */
export class SeenCalls {
  #storage: Storage
  #now: () => number
  #seen: Map<string, number>

  constructor(storage: Storage, now: () => number) {
    this.#storage = storage
    this.#now = now
    this.#seen = read(storage)
  }

  has(callId: string): boolean {
    const at = this.#seen.get(callId)
    return at !== undefined && Math.abs(this.#now() - at) < REMEMBERED_MS
  }

  add(callId: string): void {
    this.#seen.delete(callId)
    this.#seen.set(callId, this.#now())
    for (const [id, at] of this.#seen) {
      if (this.#seen.size <= MAX_REMEMBERED && Math.abs(this.#now() - at) < REMEMBERED_MS) break
      this.#seen.delete(id)
    }
    try {
      this.#storage.setItem(KEY, JSON.stringify([...this.#seen]))
    } catch {
      // A full disk: remembered until this document ends.
    }
  }
}

function read(storage: Storage): Map<string, number> {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '[]')
    if (!Array.isArray(stored)) return new Map()
    return new Map(stored.filter(isEntry))
  } catch {
    return new Map()
  }
}

function isEntry(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number'
}
