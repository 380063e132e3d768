import type { CallEvent, TimerName } from '../../../src/call/event'
import type { CallId, Remote } from '../../../src/call/remote'
import { ADA, PAGE, ZOE } from './people'
import { offerFrom } from './scene'

const TIMERS: readonly TimerName[] = ['ring', 'ringKeepAlive', 'ringLife', 'connect', 'reconnect', 'redial']

/** Every event that names a call it does not bring. */
export function eventsOf(callId: CallId): CallEvent[] {
  return [
    { type: 'accept', callId, withCamera: true },
    { type: 'accept', callId, withCamera: false },
    { type: 'decline', callId },
    { type: 'remoteRinging', callId },
    { type: 'remoteKeepAlive', callId },
    { type: 'remoteAccepted', callId },
    { type: 'remoteDeclined', callId },
    { type: 'remoteBusy', callId },
    { type: 'remoteCancelled', callId },
    { type: 'remoteHungUp', callId, cause: 'hangup' },
    { type: 'remoteHungUp', callId, cause: 'mediaFailure' },
    { type: 'remoteHungUp', callId, cause: 'identityUnverified' },
    { type: 'remoteHungUp', callId, cause: 'connectionFailure' },
    { type: 'pleaseRedial', callId },
    { type: 'unreachable', callId },
    { type: 'linkUp', callId },
    { type: 'linkDown', callId },
    { type: 'linkFailed', callId },
    { type: 'mediaFailed', callId },
    { type: 'signalingFailed', callId },
    ...TIMERS.map((timer) => ({ type: 'timer', timer, callId }) as const),
  ]
}

/** Every event that brings a call, names none, or names someone. */
export function otherEvents(callId: CallId): CallEvent[] {
  const remotes: readonly Remote[] = [ADA, ZOE, PAGE]
  return [
    { type: 'hangUp' },
    { type: 'dismiss' },
    { type: 'takenOver' },
    { type: 'networkChanged' },
    ...remotes.flatMap((remote): CallEvent[] => [
      { type: 'dial', callId: 'dialled', remote, withCamera: true },
      { type: 'rejoin', callId: 'rejoined', remote, withCamera: true, direction: 'outgoing', connectedAt: 1 },
      { type: 'rejoin', callId: 'rejoined', remote, withCamera: true, direction: 'incoming', connectedAt: null },
      { type: 'identityMismatch', callId, remote },
      { type: 'identityMismatch', callId: 'unknown', remote },
      offerFrom(remote, callId, { connectionId: 'again' }),
      offerFrom(remote, callId, { connectionId: 'resumed', purpose: 'resume' }),
      offerFrom(remote, 'new'),
      offerFrom(remote, 'new', { temperature: 'cold', admission: 'silent' }),
      offerFrom(remote, 'unknown', { purpose: 'resume' }),
    ]),
  ]
}
