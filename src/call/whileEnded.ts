import type { ControlIntent } from './effect'
import type { EndReason } from './endReason'
import type { CallEvent } from './event'
import { IDLE, type StateOf } from './state'
import { dropOffer, hangUpWith, sameRemote, stay, tell, unhandled } from './steps'
import type { Transition, TransitionContext } from './transition'
import { whileIdle } from './whileIdle'

/**
 * The call is over and still shown. Whatever tells that the other side believes in it still (our last word was lost)
 * is answered with that word again.
 */
export function whileEnded(state: StateOf<'ended'>, event: CallEvent, context: TransitionContext): Transition {
  switch (event.type) {
    case 'dismiss':
      return { state: IDLE, effects: [] }
    case 'offer':
      if (event.callId !== state.terms.callId) return whileIdle(state, event, context)
      return { state, effects: [...(sameRemote(event.remote, state.terms.remote) ? lastWord(state) : []), dropOffer(event)] }
    case 'remoteKeepAlive':
    case 'remoteAccepted':
    case 'pleaseRedial':
      return { state, effects: lastWord(state) }
    case 'identityMismatch':
      return event.callId === state.terms.callId ? stay(state) : whileIdle(state, event, context)
    case 'dial':
    case 'rejoin':
    case 'accept':
    case 'decline':
    case 'hangUp':
    case 'remoteRinging':
    case 'remoteDeclined':
    case 'remoteBusy':
    case 'remoteCancelled':
    case 'remoteHungUp':
    case 'unreachable':
    case 'linkUp':
    case 'linkDown':
    case 'linkFailed':
    case 'mediaFailed':
    case 'signalingFailed':
    case 'takenOver':
    case 'networkChanged':
    case 'timer':
      return whileIdle(state, event, context)
    default:
      return unhandled(event)
  }
}

function lastWord(state: StateOf<'ended'>) {
  const word = farewellOf(state.reason)
  return word === null ? [] : tell(state.terms, word)
}

/** How a call that ended for this reason here is ended at the other side; null where the other machine has it now. */
function farewellOf(reason: EndReason): ControlIntent | null {
  switch (reason) {
    case 'localDecline':
      return { type: 'decline' }
    case 'mediaFailure':
      return hangUpWith('mediaFailure')
    case 'identityUnverified':
      return hangUpWith('identityUnverified')
    case 'connectionFailure':
    case 'ringTimeout':
    case 'signalingFailure':
    case 'unreachable':
      return hangUpWith('connectionFailure')
    case 'localHangup':
    case 'remoteHangup':
    case 'declined':
    case 'busy':
    case 'cancelled':
    case 'remoteCancelled':
    case 'glare':
    case 'remoteMediaFailure':
      return hangUpWith('hangup')
    case 'inUseElsewhere':
      return null
    default:
      return unhandled(reason)
  }
}
