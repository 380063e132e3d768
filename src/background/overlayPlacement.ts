import type { Snapshot } from '../messaging/snapshot'

/** How long the end of a call is shown where its overlay stood: time to read who hung up. */
export const ENDED_SHOWN_MS = 4_000

/**
 * What a call wants to show on the page: `none` clears every tab; `ring` and `call` look for a place;
 * `ended` stays where it is for a moment and goes nowhere new.
 */
export type OverlayWish = { readonly show: 'none' } | { readonly show: 'ring' | 'call' | 'ended'; readonly callId: string }

export function overlayWish({ call }: Snapshot, now: number): OverlayWish {
  switch (call.phase) {
    case 'idle':
      return { show: 'none' }
    case 'incoming':
      return call.silent ? { show: 'none' } : { show: 'ring', callId: call.callId }
    case 'outgoing':
    case 'connecting':
    case 'connected':
    case 'reconnecting':
      return { show: 'call', callId: call.callId }
    case 'ended': {
      const unanswered = call.connectedAt === null && UNANSWERED_HERE.has(call.reason)
      if (unanswered || now >= call.endedAt + ENDED_SHOWN_MS) return { show: 'none' }
      return { show: 'ended', callId: call.callId }
    }
  }
}

/** A ring that ended without a word here: nothing to read on the page, the missed call has its own notification. */
const UNANSWERED_HERE: ReadonlySet<string> = new Set(['remoteCancelled', 'ringTimeout', 'localDecline', 'glare'])

export interface PlacementFacts {
  readonly wish: OverlayWish
  /** The active tab of the window last looked at; null where there is no normal window. */
  readonly lookedAt: number | null
  /** The tab where the overlay stands now. */
  readonly standing: number | null
  /** The tab whose overlay has its picture in picture-in-picture: moving it would close that. */
  readonly pinned: number | null
}

/** The tab in which the overlay is to stand; null for none. Whether it may is known only by trying. */
export function overlayTarget({ wish, lookedAt, standing, pinned }: PlacementFacts): number | null {
  if (wish.show === 'none') return null
  if (wish.show === 'ended') return standing
  if (pinned !== null && pinned === standing) return pinned
  return lookedAt ?? standing
}

export interface WindowFacts {
  readonly wish: OverlayWish
  /** The overlay stands in the tab being looked at (or floats above every tab). */
  readonly inView: boolean
  readonly standsSomewhere: boolean
  /** "Show calls on every tab" is granted. */
  readonly everyTab: boolean
  readonly popupOpen: boolean
  /** The person closed the call window of this very call. */
  readonly closedFor: string | null
}

/**
 * Whether the call window stands in for the overlay. A ring must be seen, so it opens at once and in front. A call opens it
 * when its overlay stands nowhere, or when the person wants calls on every tab and this one cannot hold it. `keep` leaves
 * things as they are: with the popup open another window would close it.
 */
export function callWindowPlan(facts: WindowFacts): 'open' | 'openInFront' | 'close' | 'keep' {
  const { wish } = facts
  if (wish.show === 'none') return 'close'
  if (wish.show === 'ended') return 'keep'
  if (facts.inView) return 'close'
  if (facts.popupOpen || facts.closedFor === wish.callId) return 'keep'
  if (wish.show === 'ring') return 'openInFront'
  return !facts.standsSomewhere || facts.everyTab ? 'open' : 'keep'
}
