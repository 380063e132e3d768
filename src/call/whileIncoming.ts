import { enterAnswered } from './answered'
import type { Effect } from './effect'
import type { CallEvent, OfferEvent, TimerName } from './event'
import { RING_LIFE_TIMEOUT_MS } from './limits'
import { startIncoming, startOutgoing } from './start'
import type { StateOf, Terms } from './state'
import {
  end,
  hangUpWith,
  reasonOf,
  record,
  releaseMedia,
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

type Ringing = StateOf<'incoming'>

/** Someone rings here, or, when silenced, believes to. */
export function whileIncoming(state: Ringing, event: CallEvent, context: TransitionContext): Transition {
  switch (event.type) {
    case 'accept':
      return answer(state, event.withCamera, context)
    case 'dial':
      if (sameRemote(event.remote, state.terms.remote)) return answer(state, event.withCamera, context)
      return state.terms.admission === 'silent' ? giveWay(state, startOutgoing(event), context) : stay(state)
    case 'decline':
    case 'hangUp':
      return end(state, 'localDecline', context, { type: 'decline' })
    case 'offer':
      return onOffer(state, event, context)
    case 'remoteKeepAlive':
      return onKeepAlive(state)
    case 'remoteCancelled':
      return end(state, 'remoteCancelled', context)
    case 'remoteHungUp':
      return end(state, event.cause === 'hangup' ? 'remoteCancelled' : reasonOf(event.cause), context)
    case 'linkUp':
      return state.linkUp ? stay(state) : { state: { ...state, linkUp: true }, effects: [] }
    case 'linkDown':
    case 'linkFailed':
      return state.linkUp ? { state: { ...state, linkUp: false }, effects: [] } : stay(state)
    case 'identityMismatch':
      if (event.callId !== state.terms.callId || !sameRemote(event.remote, state.terms.remote)) return stay(state)
      return end(state, 'identityUnverified', context, hangUpWith('identityUnverified'))
    case 'takenOver':
      // Nothing is said: the caller's next redial reaches the other machine, and rings there.
      return end(state, 'inUseElsewhere', context)
    case 'timer':
      return onTimer(state, event.timer, context)
    case 'rejoin':
    case 'dismiss':
    case 'remoteRinging':
    case 'remoteAccepted':
    case 'remoteDeclined':
    case 'remoteBusy':
    case 'pleaseRedial':
    case 'unreachable':
    case 'mediaFailed':
    case 'signalingFailed':
    case 'networkChanged':
      return stay(state)
    default:
      return unhandled(event)
  }
}

/** The other side learns it first; for a stranger the answer to the offer is what they wait for. */
function answer(state: Ringing, withCamera: boolean, context: TransitionContext): Transition {
  const { callId, remote, temperature } = state.terms
  const terms: Terms = { callId, remote, direction: 'incoming', withCamera }
  const link: Effect[] = temperature === 'cold' ? [{ type: 'answerLink', callId, connectionId: state.connectionId }] : []
  const next = enterAnswered(terms, state.linkUp, context)
  return {
    state: next.state,
    effects: [
      ...link,
      ...tell(terms, { type: 'accept' }),
      ...stopSounds(state),
      { type: 'acquireMedia', callId, withCamera },
      { type: 'startMedia', callId },
      ...stopTimers(state),
      ...next.effects,
    ],
  }
}

/** The caller is alive. `ringing` is said again, since the first may have been lost. */
function onKeepAlive(state: Ringing): Transition {
  if (state.terms.remote.kind === 'plain') return stay(state)
  return {
    state,
    effects: [startTimer('ringLife', state.terms.callId, RING_LIFE_TIMEOUT_MS), ...tell(state.terms, { type: 'ringing' })],
  }
}

function onTimer(state: Ringing, timer: TimerName, context: TransitionContext): Transition {
  switch (timer) {
    case 'ring':
      return end(state, 'ringTimeout', context)
    case 'ringLife':
      return end(state, 'remoteCancelled', context, hangUpWith('connectionFailure'))
    case 'ringKeepAlive':
    case 'connect':
    case 'reconnect':
    case 'redial':
      return stay(state)
    default:
      return unhandled(timer)
  }
}

function onOffer(state: Ringing, offer: OfferEvent, context: TransitionContext): Transition {
  const sameCaller = sameRemote(offer.remote, state.terms.remote)
  const sameCall = offer.callId === state.terms.callId
  if (sameCall && sameCaller) return onRedial(state, offer)
  if (sameCall || offer.purpose === 'resume') return turnAway(state, offer, context)
  // Nobody calls twice at once: the newer call of the same person says that the older was given up.
  if (sameCaller) return replace(state, offer, context)
  return outranks(offer, state) ? giveWay(state, startIncoming(offer), context) : turnAway(state, offer, context)
}

/** Whom nobody hears gives way to whom one would; a stranger gives way to a contact, however many strangers ring. */
function outranks(offer: OfferEvent, { terms }: Ringing): boolean {
  if (terms.admission !== offer.admission) return offer.admission === 'ring'
  return offer.temperature === 'warm' && terms.temperature === 'cold'
}

/** The same ring over a new connection: the timers go on (rule 10). */
function onRedial(state: Ringing, offer: OfferEvent): Transition {
  const { callId, connectionId } = offer
  if (connectionId === state.connectionId) return stay(state)
  const link: Effect[] = state.terms.temperature === 'warm' ? [{ type: 'answerLink', callId, connectionId }] : []
  return {
    state: { ...state, linkUp: false, connectionId },
    effects: [...link, { type: 'dropOffer', connectionId: state.connectionId }, ...tell(offer, { type: 'ringing' })],
  }
}

function replace(state: Ringing, offer: OfferEvent, context: TransitionContext): Transition {
  const ended = end(state, 'remoteCancelled', context)
  const next = startIncoming(offer)
  return { state: next.state, effects: [...ended.effects, ...next.effects] }
}

/** A silenced ring, or a stranger's, does not keep the person from anything else. To its caller we are busy from now on. */
function giveWay(state: Ringing, next: Transition, context: TransitionContext): Transition {
  return {
    state: next.state,
    effects: [
      ...stopSounds(state),
      ...releaseMedia(state),
      ...next.effects,
      ...tell(state.terms, { type: 'busy' }),
      { type: 'closeLink', callId: state.terms.callId },
      ...stopTimers(state),
      record(state, 'busy', context),
    ],
  }
}
