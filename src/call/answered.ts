import type { Effect } from './effect'
import type { OfferEvent } from './event'
import {
  CONNECT_TIMEOUT_MS,
  OFFER_REPEAT_MS,
  PLAIN_CONNECT_TIMEOUT_MS,
  PLAIN_RECONNECT_TIMEOUT_MS,
  RECONNECT_TIMEOUT_MS,
  REDIAL_FIRST_MS,
  REDIAL_MAX_MS,
} from './limits'
import type { LiveState, StateOf, Terms } from './state'
import { startTimer, stopSounds, stopTimers, tell } from './steps'
import type { Transition, TransitionContext } from './transition'

/** Both have agreed; on to the line, or straight to talking where it stands already. */
export function enterAnswered(terms: Terms, linkUp: boolean, context: TransitionContext): Transition {
  return linkUp ? enterConnected(terms, null, context) : enterConnecting(terms, context)
}

function enterConnecting(terms: Terms, context: TransitionContext): Transition {
  const { callId, remote } = terms
  return {
    state: { phase: 'connecting', terms, since: context.now, redialedAt: null },
    effects:
      remote.kind === 'plain'
        ? [startTimer('connect', callId, PLAIN_CONNECT_TIMEOUT_MS)]
        : [startTimer('connect', callId, CONNECT_TIMEOUT_MS), startTimer('redial', callId, OFFER_REPEAT_MS)],
  }
}

/** `connectedAt` is null the first time; later ones keep the first. */
export function enterConnected(terms: Terms, connectedAt: number | null, context: TransitionContext): Transition {
  const since = connectedAt ?? context.now
  const remember: Effect[] = terms.remote.kind === 'plain' ? [] : [{ type: 'rememberForRejoin', terms, connectedAt: since }]
  return {
    state: { phase: 'connected', terms, connectedAt: since, redialedAt: null },
    effects: connectedAt === null ? [...remember, { type: 'playTone', tone: 'connected' }] : [],
  }
}

/** The original caller redials, the callee asks for it (rule 10). A plain client can do neither. */
export function askForLine(terms: Terms): Effect[] {
  const { callId, remote, direction, withCamera } = terms
  if (remote.kind === 'plain') return []
  if (direction === 'incoming') return tell(terms, { type: 'pleaseRedial' })
  return [{ type: 'openLink', callId, remote, purpose: 'resume', withCamera }]
}

/** The pause after the given number of attempts, in ms. */
export function redialPause(attempts: number): number {
  return Math.min(REDIAL_FIRST_MS * 2 ** (attempts - 1), REDIAL_MAX_MS)
}

export function redialledJustNow(redialedAt: number | null, context: TransitionContext): boolean {
  return redialedAt !== null && context.now - redialedAt < REDIAL_FIRST_MS
}

/** The line is lost. The call is kept, with its devices, until a line is found or the time is over. */
export function enterReconnecting(state: StateOf<'connecting' | 'connected'>, context: TransitionContext): Transition {
  const { terms } = state
  const plain = terms.remote.kind === 'plain'
  // A redial that is already on its way (asked for by the other side, which noticed first) is not overtaken by another.
  const ask = redialledJustNow(state.redialedAt, context) ? [] : askForLine(terms)
  const redials = terms.direction === 'outgoing' && ask.length > 0
  return {
    state: {
      phase: 'reconnecting',
      terms,
      connectedAt: state.phase === 'connected' ? state.connectedAt : null,
      since: context.now,
      attempts: 1,
      redialedAt: redials ? context.now : state.redialedAt,
    },
    effects: [
      ...(plain ? [] : [{ type: 'refreshSignaling' } as const]),
      ...ask,
      ...stopTimers(state),
      startTimer('reconnect', terms.callId, plain ? PLAIN_RECONNECT_TIMEOUT_MS : RECONNECT_TIMEOUT_MS),
      ...(plain ? [] : [startTimer('redial', terms.callId, redialPause(1))]),
    ],
  }
}

/**
 * Another call of the same person takes the place of the one there is, accepted by itself (rule 9): with our own
 * choice of camera, and with the devices as they are. The caller of this settles what the history keeps.
 */
export function adopt(
  state: Exclude<LiveState, { phase: 'incoming' }>,
  offer: OfferEvent,
  context: TransitionContext,
): Transition {
  const { callId, remote, connectionId } = offer
  const terms: Terms = { callId, remote, direction: 'incoming', withCamera: state.terms.withCamera }
  const next = enterAnswered(terms, false, context)
  return {
    state: next.state,
    effects: [
      { type: 'answerLink', callId, connectionId },
      ...tell(terms, { type: 'accept' }),
      { type: 'closeLink', callId: state.terms.callId },
      ...stopTimers(state),
      ...stopSounds(state),
      { type: 'adoptMedia', from: state.terms.callId, callId },
      { type: 'startMedia', callId },
      ...next.effects,
    ],
  }
}
