import { adopt, enterAnswered } from './answered'
import type { CallEvent, OfferEvent, TimerName } from './event'
import { OFFER_REPEAT_MS, REDIAL_FIRST_MS, REDIAL_MAX_MS, RING_KEEP_ALIVE_MS } from './limits'
import { isAnswered, type StateOf } from './state'
import {
  dropOffer,
  end,
  hangUpWith,
  reasonOf,
  sameRemote,
  startTimer,
  stay,
  stopSounds,
  stopTimers,
  tell,
  turnAway,
  unhandled,
} from './steps'
import type { Transition, TransitionContext } from './transition'
import { whileAnswered } from './whileAnswered'

type Outgoing = StateOf<'outgoing'>

/** We call, and wait for an answer. */
export function whileOutgoing(state: Outgoing, event: CallEvent, context: TransitionContext): Transition {
  switch (event.type) {
    case 'hangUp':
      return end(state, 'cancelled', context, { type: 'cancel' })
    case 'offer':
      return onOffer(state, event, context)
    case 'remoteRinging':
      return onRinging(state)
    case 'remoteAccepted':
      return onAccepted(state, context)
    case 'pleaseRedial':
      return onPleaseRedial(state, event, context)
    case 'remoteDeclined':
      return end(state, 'declined', context)
    case 'remoteBusy':
      // The server may say so in their place, of a call that ended a moment ago: what rings there by now is called off.
      return end(state, 'busy', context, { type: 'cancel' })
    case 'remoteHungUp':
      return end(state, reasonOf(event.cause), context)
    case 'unreachable':
      // Who rings was there a moment ago: a socket that is being renewed is not the end of the ring.
      return state.ringing ? stay(state) : end(state, 'unreachable', context)
    case 'signalingFailed':
      return state.ringing ? stay(state) : end(state, 'signalingFailure', context)
    case 'linkUp':
      return state.linkUp ? stay(state) : { state: { ...state, linkUp: true }, effects: [] }
    case 'linkDown':
      return onLinkLost(state, REDIAL_FIRST_MS)
    case 'linkFailed':
      return state.terms.remote.kind === 'plain' ? end(state, 'connectionFailure', context) : onLinkLost(state, REDIAL_MAX_MS)
    case 'identityMismatch':
      if (event.callId !== state.terms.callId || !sameRemote(event.remote, state.terms.remote)) return stay(state)
      return end(state, 'identityUnverified', context, hangUpWith('identityUnverified'))
    case 'mediaFailed':
      return end(state, 'mediaFailure', context, { type: 'cancel' })
    case 'takenOver':
      return end(state, 'inUseElsewhere', context, { type: 'cancel' })
    case 'timer':
      return onTimer(state, event.timer, context)
    case 'dial':
    case 'rejoin':
    case 'accept':
    case 'decline':
    case 'dismiss':
    case 'remoteKeepAlive':
    case 'remoteCancelled':
    case 'networkChanged':
      return stay(state)
    default:
      return unhandled(event)
  }
}

function onRinging(state: Outgoing): Transition {
  if (state.ringing) return stay(state)
  return {
    state: { ...state, ringing: true },
    effects: [
      { type: 'playTone', tone: 'ringback' },
      { type: 'stopTimer', timer: 'redial', callId: state.terms.callId },
    ],
  }
}

function onAccepted(state: Outgoing, context: TransitionContext): Transition {
  const next = enterAnswered(state.terms, state.linkUp, context)
  return {
    state: next.state,
    effects: [{ type: 'startMedia', callId: state.terms.callId }, ...stopSounds(state), ...stopTimers(state), ...next.effects],
  }
}

/** Only who has accepted misses a line: the accept itself was lost. */
function onPleaseRedial(state: Outgoing, event: CallEvent, context: TransitionContext): Transition {
  const accepted = onAccepted(state, context)
  if (!isAnswered(accepted.state)) return accepted
  const next = whileAnswered(accepted.state, event, context)
  return { state: next.state, effects: [...accepted.effects, ...next.effects] }
}

/** A connection made while ringing broke: the ring goes on, over a new one (rule 10). */
function onLinkLost(state: Outgoing, pause: number): Transition {
  if (state.terms.remote.kind === 'plain') return { state: { ...state, linkUp: false }, effects: [] }
  return {
    state: { ...state, linkUp: false },
    effects: [{ type: 'refreshSignaling' }, startTimer('redial', state.terms.callId, pause)],
  }
}

function onTimer(state: Outgoing, timer: TimerName, context: TransitionContext): Transition {
  switch (timer) {
    case 'ring':
      return end(state, 'ringTimeout', context, { type: 'cancel' })
    case 'ringKeepAlive':
      return {
        state,
        effects: [
          ...tell(state.terms, { type: 'keepAlive' }),
          startTimer('ringKeepAlive', state.terms.callId, RING_KEEP_ALIVE_MS),
        ],
      }
    case 'redial':
      return offerAgain(state)
    case 'ringLife':
    case 'connect':
    case 'reconnect':
      return stay(state)
    default:
      return unhandled(timer)
  }
}

/** The same ring over a new connection, until it is known to have arrived. */
function offerAgain(state: Outgoing): Transition {
  const { callId, remote, withCamera } = state.terms
  const again = startTimer('redial', callId, OFFER_REPEAT_MS)
  return {
    state: { ...state, linkUp: false },
    effects: [{ type: 'openLink', callId, remote, purpose: 'ring', withCamera }, ...(state.ringing ? [] : [again])],
  }
}

/** Glare (rule 9): of two Tabcalls' crossing offers the lower ID's survives; against a plain client's, ours. */
function onOffer(state: Outgoing, offer: OfferEvent, context: TransitionContext): Transition {
  const crossing = sameRemote(offer.remote, state.terms.remote) && offer.purpose !== 'resume'
  if (!crossing || offer.callId === state.terms.callId) return turnAway(state, offer, context)
  const oursSurvives = offer.remote.kind === 'plain' || context.localId < offer.remote.id
  if (!oursSurvives) return adopt(state, offer, context)
  // Whom we already made ring would have accepted instead of calling: they have lost our offer, so they get it again.
  const again = state.ringing && offer.remote.kind === 'tabcall' ? offerAgain(state) : stay(state)
  return { state: again.state, effects: [dropOffer(offer), ...again.effects] }
}
