import type { CallEvent } from './event'
import { startIncoming, startOutgoing, startRejoin, startUnverified } from './start'
import type { StateOf } from './state'
import { dropOffer, stay, unhandled } from './steps'
import type { Transition, TransitionContext } from './transition'

/** No call: only what begins one counts. `state` may be an ended call, which gives way. */
export function whileIdle(state: StateOf<'idle' | 'ended'>, event: CallEvent, context: TransitionContext): Transition {
  switch (event.type) {
    case 'dial':
      return startOutgoing(event)
    case 'rejoin':
      return event.remote.kind === 'plain' ? stay(state) : startRejoin(event, context)
    case 'offer':
      return event.purpose === 'resume' ? { state, effects: [dropOffer(event)] } : startIncoming(event)
    case 'identityMismatch':
      return startUnverified(event, context)
    case 'accept':
    case 'decline':
    case 'hangUp':
    case 'dismiss':
    case 'remoteRinging':
    case 'remoteKeepAlive':
    case 'remoteAccepted':
    case 'remoteDeclined':
    case 'remoteBusy':
    case 'remoteCancelled':
    case 'remoteHungUp':
    case 'pleaseRedial':
    case 'unreachable':
    case 'linkUp':
    case 'linkDown':
    case 'linkFailed':
    case 'mediaFailed':
    case 'signalingFailed':
    case 'takenOver':
    case 'networkChanged':
    case 'timer':
      return stay(state)
    default:
      return unhandled(event)
  }
}
