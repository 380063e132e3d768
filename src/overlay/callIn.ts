import type { CallSnapshot, Snapshot, TalkSnapshot } from '../messaging/snapshot'

export type InPhase<Phase extends CallSnapshot['phase']> = Extract<CallSnapshot, { phase: Phase }>

/** The call of a snapshot, where it is in that phase. */
export function callIn<Phase extends CallSnapshot['phase']>(snapshot: Snapshot | null, phase: Phase): InPhase<Phase> | null {
  const call = snapshot?.call
  return call && isInPhase(call, phase) ? call : null
}

/** The call, once both have agreed to it. */
export function talkIn(snapshot: Snapshot | null): TalkSnapshot | null {
  return callIn(snapshot, 'connecting') ?? callIn(snapshot, 'connected') ?? callIn(snapshot, 'reconnecting')
}

/** Whether there is anything for an overlay to show. */
export function hasCall(snapshot: Snapshot | null): boolean {
  const call = snapshot?.call
  if (!call || call.phase === 'idle') return false
  return !(call.phase === 'incoming' && call.silent)
}

/** What makes the controls appear for a while when it changes. */
export function changeKey(snapshot: Snapshot | null): string {
  const call = snapshot?.call
  if (!call) return ''
  const notices = snapshot.notices.map(({ key }) => key)
  const talk = talkIn(snapshot)
  if (talk === null) return JSON.stringify([call.phase, notices])
  const { local, remoteMedia } = talk
  const share = remoteMedia.share?.source
  return JSON.stringify([call.phase, local.microphone, local.camera, local.share?.source, remoteMedia.microphone, share, notices])
}

function isInPhase<Phase extends CallSnapshot['phase']>(call: CallSnapshot, phase: Phase): call is InPhase<Phase> {
  return call.phase === phase
}
