import * as v from 'valibot'
import type { Terms } from '../../call/state'

/** The other side gives a lost call up after 30 s (`RECONNECT_TIMEOUT_MS`): later there is nothing to rejoin. */
export const REJOIN_WITHIN_MS = 30_000

/** How often a running call notes that it still runs. */
const ALIVE_EVERY_MS = 2_000

const RememberedSchema = v.object({
  terms: v.object({
    callId: v.string(),
    remote: v.object({ kind: v.picklist(['tabcall', 'plain']), id: v.string() }),
    direction: v.picklist(['outgoing', 'incoming']),
    withCamera: v.boolean(),
  }),
  connectedAt: v.nullable(v.number()),
  /** Which run of the browser the call was in. */
  session: v.string(),
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

/** What is needed to get back into a call that this browser, or this document, died in. */
export class RejoinMemory {
  #store: RejoinStore
  #now: () => number
  #alive: ReturnType<typeof setInterval> | undefined

  constructor(store: RejoinStore, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** The call that was running when we died, if its other side may still be waiting. */
  async recall(): Promise<Remembered | null> {
    const stored = v.safeParse(RememberedSchema, await this.#store.load().catch(() => null))
    if (!stored.success || this.#now() - stored.output.aliveAt > REJOIN_WITHIN_MS) return null
    return stored.output
  }

  remember(terms: Terms, connectedAt: number | null, session: string, connectionId: () => string | null): void {
    clearInterval(this.#alive)
    const { callId, remote, direction, withCamera } = terms
    const note = (): void => {
      const remembered = {
        terms: { callId, remote, direction, withCamera },
        connectedAt,
        session,
        connectionId: connectionId(),
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
