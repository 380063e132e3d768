import * as v from 'valibot'
import type { SeenCall } from '../../protocol/gatePorts'
import { MAX_CLOCK_DIFFERENCE_MS } from '../../protocol/limits'

/** Call ids in each room: more calls than anybody gets from contacts in three days, and an hour of a stranger's flood. */
const MAX_REMEMBERED = 2_000

const KEY = 'tabcall:seenCalls'

const RoomSchema = v.object({
  /** Call ids with the times of their offers, those that came first in front. */
  calls: v.array(v.tuple([v.string(), v.number()])),
  /** Offers of this time or older may have been here and be forgotten. */
  forgottenUntil: v.number(),
})
const StoredSchema = v.object({ known: RoomSchema, strangers: RoomSchema })

interface Room {
  readonly calls: Map<string, number>
  forgottenUntil: number
}

/**
 * The calls that rang here or were dialled, so that no old offer rings again. Contacts have a room of their own, which
 * strangers cannot fill; a room that is full forgets its oldest, and then refuses whatever is as old as those. In
 * `localStorage`, which the gate can ask without waiting; what cannot be read there is as if it were not there.
 */
export class SeenCalls {
  #storage: Storage
  #now: () => number
  #roomFor: number
  #known: Room
  #strangers: Room

  /** @param roomFor how many calls each of the two rooms keeps */
  constructor(storage: Storage, now: () => number, roomFor = MAX_REMEMBERED) {
    this.#storage = storage
    this.#now = now
    this.#roomFor = roomFor
    const { known, strangers } = read(storage)
    this.#known = known
    this.#strangers = strangers
  }

  /** Whether this call rang here before, or is too old to tell. */
  has({ callId, time, known }: SeenCall): boolean {
    if (this.#known.calls.has(callId) || this.#strangers.calls.has(callId)) return true
    const { forgottenUntil } = this.#room(known)
    // Where one's own clock was set back, nobody shall be locked out until it has caught up.
    return time <= forgottenUntil && forgottenUntil <= this.#now()
  }

  add({ callId, time, known }: SeenCall): void {
    const room = this.#room(known)
    room.calls.delete(callId)
    room.calls.set(callId, time)
    this.#forget(room)
    try {
      this.#storage.setItem(KEY, JSON.stringify({ known: stored(this.#known), strangers: stored(this.#strangers) }))
    } catch {
      // A full disk: remembered until this document ends.
    }
  }

  #room(known: boolean): Room {
    return known ? this.#known : this.#strangers
  }

  /** What the gate refuses for its age need not be kept; what is forgotten before that is marked by its age. */
  #forget(room: Room): void {
    const now = this.#now()
    for (const [id, time] of room.calls) if (now - time > MAX_CLOCK_DIFFERENCE_MS) room.calls.delete(id)
    for (const [id, time] of room.calls) {
      if (room.calls.size <= this.#roomFor) break
      room.calls.delete(id)
      // Whoever claims to come from the future must not make all that comes until then too old.
      room.forgottenUntil = Math.max(room.forgottenUntil, Math.min(time, now))
    }
  }
}

function stored({ calls, forgottenUntil }: Room): v.InferOutput<typeof RoomSchema> {
  return { calls: [...calls], forgottenUntil }
}

function read(storage: Storage): { readonly known: Room; readonly strangers: Room } {
  const parsed = v.safeParse(StoredSchema, parseJson(storage))
  const room = (name: 'known' | 'strangers'): Room =>
    parsed.success
      ? { calls: new Map(parsed.output[name].calls), forgottenUntil: parsed.output[name].forgottenUntil }
      : { calls: new Map(), forgottenUntil: 0 }
  return { known: room('known'), strangers: room('strangers') }
}

function parseJson(storage: Storage): unknown {
  try {
    return JSON.parse(storage.getItem(KEY) ?? 'null')
  } catch {
    return null
  }
}
