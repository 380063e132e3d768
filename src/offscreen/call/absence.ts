import type { TurnedAway } from '../../protocol/turnedAway'
import type { OutgoingMessage } from '../signaling/registration'

/** A stock server looks once a second at what waits for somebody absent, and gives it up 5 s after the first of it came. */
const STOCK_EXPIRE_MS = 5_000
const STOCK_EXPIRE_SPREAD_MS = 1_000

/** Ever more senders are told nothing, which only they could notice who have made so many. */
const MAX_KEPT = 1_000

export interface AbsenceDeps {
  readonly localId: string
  /** Through the server where we are registered. */
  readonly send: (message: OutgoingMessage) => void
  /** Whether this server says at once that nobody is there. */
  readonly expiresAtOnce: () => boolean
  /** From here to the server and back at its shortest, in ms; null until known. More would have us answer sooner than any server. */
  readonly leastRoundTripMs: () => number | null
  readonly random: () => number
}

/**
 * Answers whoever is turned away as if nobody were here: letter for letter in the words of the server, as often as it
 * would, and at its time. On our own server it is rarely needed, since that one turns them away itself (`doorkeeper.ts`).
 */
export class Absence {
  #deps: AbsenceDeps
  /** Whose offers a stock server would be keeping for us now. */
  #kept: Set<string> | null = null

  constructor(deps: AbsenceDeps) {
    this.#deps = deps
  }

  turnAway({ from, isOffer, connectionId }: TurnedAway): void {
    const { expiresAtOnce, random, leastRoundTripMs } = this.#deps
    if (expiresAtOnce()) {
      // Ours says so at offers alone.
      if (isOffer) this.#expire(from, connectionId === null ? {} : { payload: { connectionId } })
      return
    }
    // It gives up all of it together, and tells each sender once.
    if (this.#kept !== null) {
      if (this.#kept.size < MAX_KEPT) this.#kept.add(from)
      return
    }
    const kept = new Set([from])
    this.#kept = kept
    const pause = STOCK_EXPIRE_MS + STOCK_EXPIRE_SPREAD_MS * random() - (leastRoundTripMs() ?? 0)
    setTimeout(() => {
      this.#kept = null
      for (const id of kept) this.#expire(id, {})
    }, pause)
  }

  #expire(to: string, more: { readonly payload?: { readonly connectionId: string } }): void {
    const expire = { type: 'EXPIRE', src: this.#deps.localId, dst: to, ...more }
    this.#deps.send(expire)
  }
}
