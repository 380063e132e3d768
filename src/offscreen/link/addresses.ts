import type { CallId } from '../../call/remote'

/** Calls whose connection is remembered for a last word; more do not end within half a minute. */
const MAX_ADDRESSES = 50

/** Under which connection id the other side's gate knows each call. */
export class Addresses {
  #connectionIds = new Map<CallId, string>()

  get(callId: CallId): string | undefined {
    return this.#connectionIds.get(callId)
  }

  set(callId: CallId, connectionId: string): void {
    this.#connectionIds.delete(callId)
    this.#connectionIds.set(callId, connectionId)
    for (const oldest of this.#connectionIds.keys()) {
      if (this.#connectionIds.size <= MAX_ADDRESSES) return
      this.#connectionIds.delete(oldest)
    }
  }
}
