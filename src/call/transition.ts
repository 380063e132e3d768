import type { Effect } from './effect'
import type { CallEvent } from './event'
import type { CallState } from './state'

/** What a transition may know beside state and event: time in ms since the epoch, and one's own ID. */
export interface TransitionContext {
  readonly now: number
  readonly localId: string
}

export interface Transition {
  readonly state: CallState
  readonly effects: readonly Effect[]
}

export type TransitionFunction = (state: CallState, event: CallEvent, context: TransitionContext) => Transition
