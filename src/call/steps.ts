import type { CallRecord, ControlIntent, Effect } from './effect'
import type { EndReason, HangupCause } from './endReason'
import type { OfferEvent, TimerName } from './event'
import type { CallId, Remote } from './remote'
import type { LiveState } from './state'
import type { Transition, TransitionContext } from './transition'

/** Nothing happens: the very same state, so that an observer can tell by identity. */
export function stay(state: Transition['state']): Transition {
  return { state, effects: [] }
}

/** Reached by no event: the compiler refuses a switch that leaves one out. */
export function unhandled(event: never): never {
  throw new Error(`No transition for ${JSON.stringify(event)}`)
}

export function sameRemote(one: Remote, other: Remote): boolean {
  return one.kind === other.kind && one.id === other.id
}

/** A control message; none to a plain client, which would not understand it. */
export function tell(to: { readonly callId: CallId; readonly remote: Remote }, message: ControlIntent): Effect[] {
  return to.remote.kind === 'plain' ? [] : [{ type: 'send', callId: to.callId, remote: to.remote, message }]
}

export function startTimer(timer: TimerName, callId: CallId, ms: number): Effect {
  return { type: 'startTimer', timer, callId, ms }
}

/** The timers that may run in a phase; stopping one that does not run is harmless. */
export function timersOf(state: LiveState): readonly TimerName[] {
  const plain = state.terms.remote.kind === 'plain'
  switch (state.phase) {
    case 'outgoing':
      return plain ? ['ring'] : ['ring', 'ringKeepAlive', 'redial']
    case 'incoming':
      return plain ? ['ring'] : ['ring', 'ringLife']
    case 'connecting':
      return plain ? ['connect'] : ['connect', 'redial']
    case 'connected':
      return []
    case 'reconnecting':
      return plain ? ['reconnect'] : ['reconnect', 'redial']
    default:
      return unhandled(state)
  }
}

export function stopTimers(state: LiveState): Effect[] {
  return timersOf(state).map((timer) => ({ type: 'stopTimer', timer, callId: state.terms.callId }))
}

/** What was heard in this phase and is over with it. */
export function stopSounds(state: LiveState): Effect[] {
  if (state.phase === 'outgoing') return [{ type: 'stopRingback' }]
  if (state.phase === 'incoming' && state.terms.admission === 'ring') return [{ type: 'stopRingtone' }]
  return []
}

export function dropOffer(offer: OfferEvent): Effect {
  return { type: 'dropOffer', connectionId: offer.connectionId }
}

function connectedSince(state: LiveState): number | null {
  return state.phase === 'connected' || state.phase === 'reconnecting' ? state.connectedAt : null
}

function outcomeOf(state: LiveState, reason: EndReason): CallRecord['outcome'] {
  if (connectedSince(state) !== null) return 'answered'
  if (reason === 'localDecline' || reason === 'declined') return 'declined'
  return state.phase === 'incoming' && reason !== 'identityUnverified' ? 'missed' : 'failed'
}

/** The call's line in the history, as it ends now. */
export function record(state: LiveState, reason: EndReason, context: TransitionContext): Effect {
  const { callId, remote, direction } = state.terms
  const outcome = outcomeOf(state, reason)
  return {
    type: 'record',
    record: { callId, remote, direction, outcome, reason, connectedAt: connectedSince(state), endedAt: context.now },
  }
}

/** Someone who only rings gets no tone at their end, only silence. */
function endTone(state: LiveState, reason: EndReason): Effect[] {
  if (state.phase === 'incoming') return []
  return [{ type: 'playTone', tone: reason === 'busy' ? 'busy' : 'ended' }]
}

/** What only a call that was answered leaves behind. */
export function forgetRejoin(state: LiveState): Effect[] {
  const remembered = state.terms.remote.kind === 'tabcall' && (state.phase === 'connected' || state.phase === 'reconnecting')
  return remembered ? [{ type: 'forgetRejoin' }] : []
}

/**
 * Ends the call. `farewell` goes out before anything is closed, so that the other side learns it before the devices
 * here take their time.
 */
export function end(
  state: LiveState,
  reason: EndReason,
  context: TransitionContext,
  farewell: ControlIntent | null = null,
): Transition {
  const { terms } = state
  return {
    state: { phase: 'ended', terms, reason, connectedAt: connectedSince(state), endedAt: context.now },
    effects: [
      ...(farewell === null ? [] : tell(terms, farewell)),
      { type: 'closeLink', callId: terms.callId },
      ...releaseMedia(state),
      ...stopTimers(state),
      ...stopSounds(state),
      ...endTone(state, reason),
      record(state, reason, context),
      ...forgetRejoin(state),
    ],
  }
}

/** A call that only rings here has opened no device yet, but for the camera it may show to oneself. */
export function releaseMedia(state: LiveState): Effect[] {
  if (state.phase === 'incoming' && !state.terms.preview) return []
  return [{ type: 'releaseMedia', callId: state.terms.callId }]
}

export function hangUpWith(cause: HangupCause): ControlIntent {
  return { type: 'hangUp', cause }
}

/** How the other side's hang up is called on this one. */
export function reasonOf(cause: HangupCause): EndReason {
  switch (cause) {
    case 'hangup':
      return 'remoteHangup'
    case 'mediaFailure':
      return 'remoteMediaFailure'
    case 'identityUnverified':
      return 'identityUnverified'
    case 'connectionFailure':
      return 'connectionFailure'
    default:
      return unhandled(cause)
  }
}

/**
 * An offer that cannot be taken because of the call there is.
 * One that resumes a call unknown here ends that call at the other side; nobody missed anything by it.
 */
export function turnAway(state: LiveState, offer: OfferEvent, context: TransitionContext): Transition {
  const { callId, remote } = offer
  if (callId === state.terms.callId) return { state, effects: [dropOffer(offer)] }
  if (offer.purpose === 'resume') {
    return { state, effects: [...tell(offer, hangUpWith('connectionFailure')), dropOffer(offer)] }
  }
  const missed: Effect = {
    type: 'record',
    record: { callId, remote, direction: 'incoming', outcome: 'missed', reason: 'busy', connectedAt: null, endedAt: context.now },
  }
  // Whom one is talking to cannot be missed: theirs is a late one, or they have lost their state.
  const effects = [...tell(offer, { type: 'busy' }), dropOffer(offer)]
  return { state, effects: sameRemote(remote, state.terms.remote) ? effects : [...effects, missed] }
}
