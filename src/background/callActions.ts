import type { Snapshot } from '../messaging/snapshot'
import type { Settings } from '../settings/settings'
import type { HostLink } from './hostLink'
import type { Tab } from './lookedAt'
import type { SnapshotCache } from './snapshotCache'
import type { TabShare } from './tabShare'

/** What menu, shortcuts and notifications do to the call. Each waits for the true state when this worker has just started. */
export interface CallActions {
  accept(callId: string): Promise<void>
  acceptRinging(): Promise<void>
  decline(callId: string): Promise<void>
  hangUp(): Promise<void>
  dial(to: string): Promise<void>
  toggleMicrophone(): Promise<void>
  toggleCamera(): Promise<void>
  /** Stops the share there is, or shares this tab. */
  toggleShare(tab: Tab | null): Promise<void>
}

export function makeCallActions(
  link: HostLink,
  snapshots: Pick<SnapshotCache, 'known'>,
  share: Pick<TabShare, 'share'>,
  settings: () => Promise<Settings>,
): CallActions {
  const camera = async (): Promise<boolean> => (await settings()).startWithCamera
  const accept = async (callId: string): Promise<void> => link.call({ type: 'accept', callId, camera: await camera() })
  return {
    accept,
    async acceptRinging() {
      const { call } = await snapshots.known()
      if (call.phase === 'incoming') await accept(call.callId)
    },
    decline: (callId) => link.call({ type: 'decline', callId }),
    hangUp: () => link.call({ type: 'hangUp' }),
    dial: async (to) => link.call({ type: 'dial', to, camera: await camera() }),
    toggleMicrophone: () => link.call({ type: 'toggleMicrophone' }),
    toggleCamera: () => link.call({ type: 'toggleCamera' }),
    async toggleShare(tab) {
      const snapshot = await snapshots.known()
      if (!isTalking(snapshot)) return
      if (snapshot.call.local.share === null) await share.share(tab, 'tab')
      else await link.call({ type: 'stopSharing' })
    },
  }
}

function isTalking(
  snapshot: Snapshot,
): snapshot is Snapshot & { readonly call: Extract<Snapshot['call'], { phase: 'connecting' | 'connected' | 'reconnecting' }> } {
  const { phase } = snapshot.call
  return phase === 'connecting' || phase === 'connected' || phase === 'reconnecting'
}
