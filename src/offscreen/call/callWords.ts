import type { CallId } from '../../call/remote'
import { type CallState, isLive } from '../../call/state'
import type { compareWords } from '../../identity/words'

/** As many as may ring in a minute: whoever takes over the ring has proved its key within that time. */
const MAX_KEYS = 80

export interface CallWordsDeps {
  readonly ownKey: string
  readonly state: () => CallState
  readonly compare: typeof compareWords
  readonly onChange: () => void
}

/**
 * The six words of the call's two keys. Keys are kept by the ID that proved them, and whoever rings beside a call
 * may be its next other side: a contact takes a stranger's ring over.
 */
export class CallWords {
  #deps: CallWordsDeps
  #keys = new Map<string, string>()
  #made: { readonly callId: CallId; readonly words: readonly string[] } | null = null

  constructor(deps: CallWordsDeps) {
    this.#deps = deps
  }

  /** Of the call there is, once they are known. */
  get words(): readonly string[] | null {
    const state = this.#deps.state()
    return isLive(state) && this.#made?.callId === state.terms.callId ? this.#made.words : null
  }

  /** A key that this ID has proved. */
  noteKey(id: string, publicKey: string): void {
    this.#keys.delete(id)
    this.#keys.set(id, publicKey)
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= MAX_KEYS) break
      this.#keys.delete(oldest)
    }
  }

  /** Makes the words of the call there is, where its key is known. */
  async make(): Promise<void> {
    const state = this.#deps.state()
    if (!isLive(state)) return
    const { callId, remote } = state.terms
    const publicKey = this.#keys.get(remote.id)
    if (publicKey === undefined || this.#made?.callId === callId) return
    const words = await this.#deps.compare(this.#deps.ownKey, publicKey)
    const now = this.#deps.state()
    // Another call may have taken its place meanwhile.
    if (words === null || !isLive(now) || now.terms.callId !== callId) return
    this.#made = { callId, words }
    this.#deps.onChange()
  }
}
