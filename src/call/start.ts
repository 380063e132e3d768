import { askForLine, redialPause } from './answered'
import type { Effect } from './effect'
import type { CallEvent, OfferEvent } from './event'
import {
  INCOMING_RING_TIMEOUT_MS,
  OFFER_REPEAT_MS,
  RECONNECT_TIMEOUT_MS,
  RING_KEEP_ALIVE_MS,
  RING_LIFE_TIMEOUT_MS,
  RING_TIMEOUT_MS,
} from './limits'
import type { StateOf, Terms } from './state'
import { startTimer, tell } from './steps'
import type { Transition, TransitionContext } from './transition'

type EventOf<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>

/** Calls someone. The offer leaves before anything else is begun. */
export function startOutgoing(event: EventOf<'dial'>): Transition {
  const { callId, remote, withCamera } = event
  const first: Effect[] = [
    { type: 'openLink', callId, remote, purpose: 'ring', withCamera },
    { type: 'acquireMedia', callId, withCamera },
  ]
  const timers = [startTimer('ring', callId, RING_TIMEOUT_MS)]
  // A plain client never says that it rings: the tone tells at least that we do.
  const rest: Effect[] =
    remote.kind === 'plain'
      ? [{ type: 'playTone', tone: 'ringback' }]
      : [startTimer('ringKeepAlive', callId, RING_KEEP_ALIVE_MS), startTimer('redial', callId, OFFER_REPEAT_MS)]
  return {
    state: { phase: 'outgoing', terms: { callId, remote, direction: 'outgoing', withCamera }, ringing: false, linkUp: false },
    effects: [...first, ...timers, ...rest],
  }
}

/** Rings. `ringing` goes back first; a contact's connection is made at once (rule 3). At most the camera opens, and nobody else sees it. */
export function startIncoming(offer: OfferEvent): Transition & { readonly state: StateOf<'incoming'> } {
  const { callId, remote, connectionId, remoteWithCamera, admission } = offer
  // A plain offer that was answered would be an accepted call (rule 8).
  const temperature = remote.kind === 'plain' ? 'cold' : offer.temperature
  const link: Effect[] = temperature === 'warm' ? [{ type: 'answerLink', callId, connectionId }] : []
  const preview = offer.preview === true && temperature === 'warm' && admission === 'ring'
  const camera: Effect[] = preview ? [{ type: 'previewCamera', callId }] : []
  const tone: Effect[] = admission === 'ring' ? [{ type: 'startRingtone' }] : []
  const life = remote.kind === 'plain' ? [] : [startTimer('ringLife', callId, RING_LIFE_TIMEOUT_MS)]
  return {
    state: {
      phase: 'incoming',
      terms: { callId, remote, direction: 'incoming', withCamera: false, remoteWithCamera, temperature, admission, preview },
      linkUp: false,
      connectionId,
    },
    effects: [
      ...tell(offer, { type: 'ringing' }),
      ...link,
      ...camera,
      ...tone,
      startTimer('ring', callId, INCOMING_RING_TIMEOUT_MS),
      ...life,
    ],
  }
}

/** Back into a call that this browser died in. */
export function startRejoin(event: EventOf<'rejoin'>, context: TransitionContext): Transition {
  const { callId, remote, direction, withCamera, connectedAt } = event
  const terms: Terms = { callId, remote, direction, withCamera }
  return {
    state: {
      phase: 'reconnecting',
      terms,
      connectedAt,
      since: context.now,
      attempts: 1,
      redialedAt: direction === 'outgoing' ? context.now : null,
    },
    effects: [
      ...askForLine(terms),
      { type: 'acquireMedia', callId, withCamera },
      { type: 'startMedia', callId },
      startTimer('reconnect', callId, RECONNECT_TIMEOUT_MS),
      startTimer('redial', callId, redialPause(1)),
      { type: 'rememberForRejoin', terms, connectedAt },
    ],
  }
}

/** Someone called whose proof is false: neither ring nor device, only the sentence, on both sides. */
export function startUnverified(event: EventOf<'identityMismatch'>, context: TransitionContext): Transition {
  const { callId, remote } = event
  const endedAt = context.now
  return {
    state: {
      phase: 'ended',
      terms: { callId, remote, direction: 'incoming', withCamera: false },
      reason: 'identityUnverified',
      connectedAt: null,
      endedAt,
    },
    effects: [
      ...tell(event, { type: 'hangUp', cause: 'identityUnverified' }),
      {
        type: 'record',
        record: {
          callId,
          remote,
          direction: 'incoming',
          outcome: 'failed',
          reason: 'identityUnverified',
          connectedAt: null,
          endedAt,
        },
      },
    ],
  }
}
