import { RECONNECT_TIMEOUT_MS } from '../../call/limits'
import type { CallId } from '../../call/remote'

/** For as long as the other side may still believe in the call. */
const KEPT_MS = RECONNECT_TIMEOUT_MS

/** How often a word is said again that could not be said on a line. */
const REPEAT_MS = 2_000

interface LastWord {
  readonly remoteId: string
  readonly say: () => void
  readonly repeat: ReturnType<typeof setInterval> | undefined
  readonly end: ReturnType<typeof setTimeout>
}

/**
 * The last word of each call that ended a moment ago. Where its line was lost it is said again, since nothing shows that it
 * arrived; whoever shows that they have not heard it gets it again. Repeats are ignored over there.
 */
export class LastWords {
  #words = new Map<CallId, LastWord>()

  /** `unheard`: there is no line that it was said on, so it is repeated unasked. */
  keep(callId: CallId, remoteId: string, { unheard, say }: { readonly unheard: boolean; readonly say: () => void }): void {
    this.#forget(callId)
    this.#words.set(callId, {
      remoteId,
      say,
      repeat: unheard ? setInterval(say, REPEAT_MS) : undefined,
      end: setTimeout(() => this.#forget(callId), KEPT_MS),
    })
  }

  has(callId: CallId, remoteId: string): boolean {
    return this.#words.get(callId)?.remoteId === remoteId
  }

  /** The other side still believes in the call. */
  sayAgain(callId: CallId): void {
    this.#words.get(callId)?.say()
  }

  /** The server hears us again. */
  sayUnheard(): void {
    for (const word of this.#words.values()) if (word.repeat !== undefined) word.say()
  }

  #forget(callId: CallId): void {
    const word = this.#words.get(callId)
    if (word === undefined) return
    clearInterval(word.repeat)
    clearTimeout(word.end)
    this.#words.delete(callId)
  }
}
