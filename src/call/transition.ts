import type { Effect } from './effect'
import type { CallEvent } from './event'
import type { CallState } from './state'
import { unhandled } from './steps'
import { whileAnswered } from './whileAnswered'
import { whileEnded } from './whileEnded'
import { whileIdle } from './whileIdle'
import { whileIncoming } from './whileIncoming'
import { whileOutgoing } from './whileOutgoing'

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

/**
 * The whole of a call's behaviour: what comes next, and what the edge must do for it. Pure.
 * What concerns another call than the state's (late messages, timers of calls that are over) changes nothing.
 */
export const transition: TransitionFunction = (state, event, context) => {
  if (isStale(state, event)) return { state, effects: [] }
  switch (state.phase) {
    case 'idle':
      return whileIdle(state, event, context)
    case 'outgoing':
      return whileOutgoing(state, event, context)
    case 'incoming':
      return whileIncoming(state, event, context)
    case 'connecting':
    case 'connected':
    case 'reconnecting':
      return whileAnswered(state, event, context)
    case 'ended':
      return whileEnded(state, event, context)
    default:
      return unhandled(state)
  }
}

/** Of the events that name a call, only these may name one that is not the state's: they bring it. */
function isStale(state: CallState, event: CallEvent): boolean {
  switch (event.type) {
    case 'dial':
    case 'rejoin':
    case 'offer':
    case 'identityMismatch':
      return false
    default:
      return 'callId' in event && (state.phase === 'idle' || event.callId !== state.terms.callId)
  }
}
