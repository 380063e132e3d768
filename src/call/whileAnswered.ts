import { adopt, askForLine, enterConnected, enterReconnecting, redialledJustNow, redialPause } from './answered'
import type { CallEvent, OfferEvent, TimerName } from './event'
import { REDIAL_MAX_MS } from './limits'
import type { AnsweredState, StateOf } from './state'
import {
  dropOffer,
  end,
  forgetRejoin,
  hangUpWith,
  reasonOf,
  record,
  sameRemote,
  startTimer,
  stay,
  stopTimers,
  tell,
  turnAway,
  unhandled,
} from './steps'
import type { Transition, TransitionContext } from './transition'

/** Both have agreed: the line is being made (`connecting`), stands, or is being found again (`reconnecting`). */
export function whileAnswered(state: AnsweredState, event: CallEvent, context: TransitionContext): Transition {
  const { terms } = state
  switch (event.type) {
    case 'hangUp':
      return end(state, 'localHangup', context, hangUpWith('hangup'))
    case 'offer':
      return onOffer(state, event, context)
    case 'remoteKeepAlive':
      // It still rings there: our accept was lost.
      return terms.direction === 'incoming' ? { state, effects: tell(terms, { type: 'accept' }) } : stay(state)
    case 'remoteDeclined':
    case 'remoteBusy':
      // A late word to a ring since answered, unless the line is gone too: then the other side has no such call any more.
      return state.phase === 'reconnecting' ? end(state, 'remoteHangup', context) : stay(state)
    case 'remoteCancelled':
      return terms.direction === 'incoming' ? end(state, 'remoteCancelled', context) : stay(state)
    case 'remoteHungUp':
      return end(state, reasonOf(event.cause), context)
    case 'pleaseRedial':
      return onPleaseRedial(state, context)
    case 'mediaFailed':
      return end(state, 'mediaFailure', context, hangUpWith('mediaFailure'))
    case 'identityMismatch':
      return onIdentityMismatch(state, event.callId === terms.callId && sameRemote(event.remote, terms.remote), context)
    case 'linkUp':
      return onLinkUp(state, context)
    case 'linkDown':
    case 'linkFailed':
      return onLinkLost(state, event.type === 'linkFailed', context)
    case 'networkChanged':
      return state.phase === 'reconnecting' ? askAgain({ ...state, attempts: 0 }, context) : stay(state)
    case 'timer':
      return onTimer(state, event.timer, context)
    case 'dial':
    case 'rejoin':
    case 'accept':
    case 'decline':
    case 'dismiss':
    case 'remoteRinging':
    case 'remoteAccepted':
    case 'unreachable':
    case 'signalingFailed':
    case 'takenOver':
      return stay(state)
    default:
      return unhandled(event)
  }
}

function onLinkUp(state: AnsweredState, context: TransitionContext): Transition {
  if (state.phase === 'connected') return stay(state)
  const next = enterConnected(state.terms, state.phase === 'reconnecting' ? state.connectedAt : null, context)
  return { state: next.state, effects: [...stopTimers(state), ...next.effects] }
}

function onLinkLost(state: AnsweredState, failed: boolean, context: TransitionContext): Transition {
  if (state.terms.remote.kind === 'plain') {
    if (failed) return end(state, 'connectionFailure', context)
    return state.phase === 'connected' ? enterReconnecting(state, context) : stay(state)
  }
  return state.phase === 'reconnecting' ? stay(state) : enterReconnecting(state, context)
}

/** Nobody can end a call whose line has been proven by forging another; without a line it is the end. */
function onIdentityMismatch(state: AnsweredState, concerned: boolean, context: TransitionContext): Transition {
  if (!concerned || state.phase === 'connected') return stay(state)
  return end(state, 'identityUnverified', context, hangUpWith('identityUnverified'))
}

/** The callee lost the line, perhaps before we noticed: a new one is made before the old one is given up. */
function onPleaseRedial(state: AnsweredState, context: TransitionContext): Transition {
  if (state.terms.direction !== 'outgoing' || redialledJustNow(state.redialedAt, context)) return stay(state)
  return { state: { ...state, redialedAt: context.now }, effects: askForLine(state.terms) }
}

/** One more redial, or request for one, and the pause until the next. */
function askAgain(state: StateOf<'reconnecting'>, context: TransitionContext): Transition {
  const { terms } = state
  if (terms.remote.kind === 'plain') return stay(state)
  const waits = terms.direction === 'outgoing' && redialledJustNow(state.redialedAt, context)
  const attempts = state.attempts + 1
  return {
    state: { ...state, attempts, redialedAt: terms.direction === 'outgoing' && !waits ? context.now : state.redialedAt },
    effects: [...(waits ? [] : askForLine(terms)), startTimer('redial', terms.callId, redialPause(attempts))],
  }
}

function onTimer(state: AnsweredState, timer: TimerName, context: TransitionContext): Transition {
  switch (timer) {
    case 'connect':
    case 'reconnect': {
      const due = timer === 'connect' ? state.phase === 'connecting' : state.phase === 'reconnecting'
      return due ? end(state, 'connectionFailure', context, hangUpWith('connectionFailure')) : stay(state)
    }
    case 'redial':
      if (state.phase === 'reconnecting') return askAgain(state, context)
      return state.phase === 'connecting' ? tryAnotherLine(state, context) : stay(state)
    case 'ring':
    case 'ringKeepAlive':
    case 'ringLife':
      return stay(state)
    default:
      return unhandled(timer)
  }
}

/** The first line takes too long: its offer or answer may be lost. Others are tried beside it. */
function tryAnotherLine(state: StateOf<'connecting'>, context: TransitionContext): Transition {
  const { terms } = state
  if (terms.remote.kind === 'plain') return stay(state)
  return {
    state: { ...state, redialedAt: terms.direction === 'outgoing' ? context.now : state.redialedAt },
    effects: [...askForLine(terms), startTimer('redial', terms.callId, REDIAL_MAX_MS)],
  }
}

function onOffer(state: AnsweredState, offer: OfferEvent, context: TransitionContext): Transition {
  const { terms } = state
  if (!sameRemote(offer.remote, terms.remote)) return turnAway(state, offer, context)
  if (offer.callId === terms.callId) return onResume(state, offer, context)
  if (offer.purpose === 'resume') return turnAway(state, offer, context)
  switch (state.phase) {
    case 'connecting':
      // Their half of a glare that is settled already.
      return { state, effects: [dropOffer(offer)] }
    case 'connected':
      return turnAway(state, offer, context)
    case 'reconnecting': {
      // They have lost the call, not only the line, and call anew: this is how it goes on.
      const next = adopt(state, offer, context)
      const old = [record(state, 'connectionFailure', context), ...forgetRejoin(state)]
      return { state: next.state, effects: [...next.effects, ...old] }
    }
    default:
      return unhandled(state)
  }
}

/** A new line for this call. Only its original caller offers one; the edge changes over when it stands. */
function onResume(state: AnsweredState, offer: OfferEvent, context: TransitionContext): Transition {
  if (state.terms.direction === 'outgoing' || state.terms.remote.kind === 'plain') return turnAway(state, offer, context)
  // One that still rings there has not heard that we accepted.
  const accept = offer.purpose === 'resume' ? [] : tell(state.terms, { type: 'accept' })
  return { state, effects: [{ type: 'answerLink', callId: offer.callId, connectionId: offer.connectionId }, ...accept] }
}
