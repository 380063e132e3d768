import type { SignalingSnapshot, SignalingTrouble, Snapshot } from '../messaging/snapshot'
import type { MessageKey } from './t'

export const TROUBLE_KEYS: { readonly [Trouble in SignalingTrouble]: MessageKey } = {
  unreachable: 'troubleUnreachable',
  refused: 'troubleRefused',
  idTaken: 'troubleIdTaken',
  badServer: 'troubleBadServer',
  keyBroken: 'troubleKeyBroken',
  keyUnavailable: 'troubleKeyUnavailable',
}

export type StatusTone = 'good' | 'busy' | 'trouble'

/** The line to the signaling server, as a sentence and a tone. */
export function signalingStatus(signaling: SignalingSnapshot): { readonly key: MessageKey; readonly tone: StatusTone } {
  switch (signaling.state) {
    case 'ready':
      return { key: 'statusReady', tone: 'good' }
    case 'connecting':
      return { key: 'statusConnecting', tone: 'busy' }
    case 'offline':
      return { key: TROUBLE_KEYS[signaling.trouble], tone: 'trouble' }
    case 'inUseElsewhere':
      return { key: 'statusInUseElsewhere', tone: 'trouble' }
  }
}

/** What a view's `status` says, the end of a call apart (which has a name in it). No snapshot yet is "Connecting…". */
export function statusOf(snapshot: Snapshot | null): { readonly key: MessageKey; readonly tone: StatusTone } {
  if (!snapshot) return { key: 'statusConnecting', tone: 'busy' }
  if (snapshot.call.phase === 'connecting') return { key: 'statusConnecting', tone: 'busy' }
  if (snapshot.call.phase === 'reconnecting') return { key: 'statusReconnecting', tone: 'trouble' }
  return signalingStatus(snapshot.signaling)
}
