import type { EndReason } from '../call/endReason'
import type { MessageKey } from './t'

/** Why a call ended, as people read it; `$1` is the other's name where the sentence has one. */
export const END_REASON_KEYS: { readonly [Reason in EndReason]: MessageKey } = {
  localHangup: 'endLocalHangup',
  remoteHangup: 'endRemoteHangup',
  declined: 'endDeclined',
  localDecline: 'endLocalDecline',
  busy: 'endBusy',
  cancelled: 'endCancelled',
  remoteCancelled: 'endRemoteCancelled',
  glare: 'endGlare',
  ringTimeout: 'endRingTimeout',
  unreachable: 'endUnreachable',
  signalingFailure: 'endSignalingFailure',
  connectionFailure: 'endConnectionFailure',
  mediaFailure: 'endMediaFailure',
  remoteMediaFailure: 'endRemoteMediaFailure',
  identityUnverified: 'endIdentityUnverified',
  inUseElsewhere: 'endInUseElsewhere',
}
