import { type CallState, isAnswered } from '../../call/state'
import type { OutgoingMessage } from '../signaling/registration'
import type { Acquaintances } from './acquaintances'
import { hashIds } from './idList'

/** What the server can do for us, of `TABCALL-HELLO`. */
const BUSY = 'busy'

/** A long list does not stand in the way of what a call says while it begins. */
const PATIENCE_MS = 500

/** Nobody is told. */
const FREE = ''

export interface BusySignDeps {
  readonly acquaintances: Pick<Acquaintances, 'contactIds'>
  readonly state: () => CallState
  readonly send: (message: OutgoingMessage) => void
}

/**
 * Has our own server tell contacts who ring during a call that we are busy, at once: the ring and our own word would each
 * take a whole way through the server. To others only we say it: with no ring that we see nobody shall watch when we talk.
 */
export class BusySign {
  #deps: BusySignDeps
  #served = false
  #talksTo: string | null = null
  /** What the server was last told, as a text. */
  #told = FREE
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(deps: BusySignDeps) {
    this.#deps = deps
  }

  /** A server that has just registered us, by what it can do; it knows nothing of us yet. */
  serve(features: readonly string[]): void {
    this.#served = features.includes(BUSY)
    this.#told = FREE
    this.#hang()
  }

  /** The call may be another, or the contacts. */
  update(): void {
    const talksTo = busyWith(this.#deps.state())
    const isAnother = talksTo !== this.#talksTo
    this.#talksTo = talksTo
    if (talksTo !== null && isAnother) {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#hang(), PATIENCE_MS)
    } else if (talksTo === null || this.#timer === undefined) this.#hang()
  }

  #hang(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#served) return
    // Whom we talk to may have lost the line, and dial again.
    const ids = this.#talksTo === null ? [] : this.#deps.acquaintances.contactIds.filter((id) => id !== this.#talksTo)
    const text = ids.join(' ')
    if (text === this.#told) return
    this.#told = text
    this.#turn += 1
    const turn = this.#turn
    if (text === FREE) {
      this.#deps.send({ type: 'TABCALL-BUSY', payload: null })
      return
    }
    void hashIds(ids).then((payload) => {
      // Hashing a long list takes longer than a short one: only the newest may arrive.
      if (turn === this.#turn) this.#deps.send({ type: 'TABCALL-BUSY', payload })
    })
  }
}

/** Whom a call is with that keeps others out; a ring that comes in does not always (`whileIncoming.ts`). */
function busyWith(state: CallState): string | null {
  return state.phase === 'outgoing' || isAnswered(state) ? state.terms.remote.id : null
}
