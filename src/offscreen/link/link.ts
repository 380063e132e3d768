import type { MediaLine, Unsubscribe } from '../ports'

export type LinkState =
  /** Offer out or held, nothing connected yet. */
  | 'opening'
  /** Packets arrive. */
  | 'up'
  /** It stood, and nothing arrives any more; it may come back by itself. */
  | 'down'
  /** Over for good; a new link is needed. */
  | 'closed'

/** One connection of a call. A call can have two for a moment, when a new one replaces one that was lost (make before break). */
export interface Link extends MediaLine {
  readonly connectionId: string
  readonly state: LinkState
  /** Both descriptions are there: what is left is to find a path. */
  readonly answered: boolean
  /** Resolves when its slots are there: at once for whoever offers, with the offer's sections for whoever answers. */
  readonly ready: Promise<void>
  onState(listener: (state: LinkState) => void): Unsubscribe
  /** A control message by the channel. False where it is not open (always, for a plain client). */
  sendText(text: string): boolean
  /** When the channel opens, or at once where it is open. Never, for a plain client. */
  onChannelOpen(listener: () => void): void
  onText(listener: (text: string) => void): Unsubscribe
  /** The other side has closed it on purpose before its channel opened, which is how it says by then that it hangs up. */
  onHungUp(listener: () => void): void
  /** Closes it. With `farewell`, only after what was just sent has had time to leave; its state is not told any more. */
  close(options?: { readonly farewell: boolean }): void
}
