/** Why a call ended: a closed list, shown as a sentence by `i18n/endReason.ts`. */
export type EndReason =
  | 'localHangup'
  | 'remoteHangup'
  | 'declined'
  | 'localDecline'
  | 'busy'
  | 'cancelled'
  | 'remoteCancelled'
  | 'glare'
  | 'ringTimeout'
  | 'unreachable'
  | 'signalingFailure'
  | 'connectionFailure'
  | 'mediaFailure'
  | 'remoteMediaFailure'
  | 'identityUnverified'
  | 'inUseElsewhere'

/** What one side tells the other when it ends a call. */
export type HangupCause = 'hangup' | 'mediaFailure' | 'identityUnverified' | 'connectionFailure'
