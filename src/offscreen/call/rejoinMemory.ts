import * as v from 'valibot'
import type { Terms } from '../../call/state'

/** The other side gives a lost call up after 30 s (`RECONNECT_TIMEOUT_MS`): later there is nothing to rejoin. */
export const REJOIN_WITHIN_MS = 30_000

/** How often a running call notes that it still runs. */
const ALIVE_EVERY_MS = 2_000

const RememberedSchema = v.object({
  /** Who we were in it: another identity has no place in that call. */
  localId: v.string(),
  terms: v.object({
    callId: v.string(),
    remote: v.object({ kind: v.picklist(['tabcall', 'plain']), id: v.string() }),
    direction: v.picklist(['outgoing', 'incoming']),
    withCamera: v.boolean(),
  }),
  connectedAt: v.nullable(v.number()),
  /** Which run of the browser the call was in. */
  session: v.string(),
  /** The other side's signaling server, where it is another than ours. */
  server: v.nullable(v.string()),
  /** The connection under which the other side's gate knows us. */
  connectionId: v.nullable(v.string()),
  aliveAt: v.number(),
})
export type Remembered = v.InferOutput<typeof RememberedSchema>

export interface RejoinStore {
  load(): Promise<unknown>
  save(value: Remembered): Promise<void>
  clear(): Promise<void>
}

/** Where a call is: what is not in its terms. */
export interface Place extends Pick<Remembered, 'localId' | 'session' | 'server'> {
  readonly connectionId: () => string | null
}

/** What is needed to get back into a call that this browser, or this document, died in. */
export class RejoinMemory {
  #store: RejoinStore
  #now: () => number
  #alive: ReturnType<typeof setInterval> | undefined

  constructor(store: RejoinStore, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** The call that this identity was in when we died, if its other side may still be waiting. */
  async recall(localId: string): Promise<Remembered | null> {
    const stored = v.safeParse(RememberedSchema, await this.#store.load().catch(() => null))
    if (!stored.success || stored.output.localId !== localId) return null
    return this.#now() - stored.output.aliveAt > REJOIN_WITHIN_MS ? null : stored.output
  }

  remember(terms: Terms, connectedAt: number | null, place: Place): void {
    clearInterval(this.#alive)
    const { callId, remote, direction, withCamera } = terms
    const { localId, session, server } = place
    const note = (): void => {
      const remembered = {
        localId,
        terms: { callId, remote, direction, withCamera },
        connectedAt,
        session,
        server,
        connectionId: place.connectionId(),
        aliveAt: this.#now(),
      }
      void this.#store.save(remembered).catch(() => undefined)
    }
    note()
    this.#alive = setInterval(note, ALIVE_EVERY_MS)
  }

  forget(): void {
    clearInterval(this.#alive)
    void this.#store.clear().catch(() => undefined)
  }
}
