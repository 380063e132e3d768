import { type CallState, isAnswered } from '../../call/state'
import type {
  CallSnapshot,
  DeviceAccess,
  LocalMedia as LocalMediaSnapshot,
  Notice,
  Quality,
  Rejoin,
  SignalingSnapshot,
  Snapshot,
} from '../../messaging/snapshot'
import type { LocalMedia, Sharing } from '../ports'
import type { Acquaintances } from './acquaintances'
import type { CallMedia } from './callMedia'

/** All that a snapshot is made of, at one moment. */
export interface SnapshotSources {
  readonly localId: string | null
  readonly signaling: SignalingSnapshot
  readonly devices: DeviceAccess
  readonly state: CallState
  readonly acquaintances: Acquaintances
  readonly localMedia: LocalMedia
  readonly sharing: Sharing
  readonly media: CallMedia
  readonly quality: Quality | null
  readonly words: readonly string[] | null
  readonly rejoin: Rejoin | null
  readonly notices: readonly Notice[]
}

export function makeSnapshot(revision: number, sources: SnapshotSources): Snapshot {
  const { localId, signaling, devices, notices } = sources
  return { revision, localId, signaling, devices, call: makeCallSnapshot(sources), notices }
}

function makeCallSnapshot(sources: SnapshotSources): CallSnapshot {
  const { state, acquaintances, media, quality, words, rejoin } = sources
  if (state.phase === 'idle') return { phase: 'idle', rejoin }
  const { callId, remote } = state.terms
  const party = acquaintances.party(remote)
  if (isAnswered(state)) {
    const connectedAt = state.phase === 'connecting' ? null : state.connectedAt
    const { phase } = state
    return { phase, callId, party, connectedAt, local: makeLocal(sources), remoteMedia: media.remoteMedia, quality, words }
  }
  switch (state.phase) {
    case 'outgoing':
      return { phase: 'outgoing', callId, party, ringing: state.ringing, local: makeLocal(sources) }
    case 'incoming': {
      const { remoteWithCamera, admission } = state.terms
      // From the first moment on, so that nothing moves under the pointer when the picture comes.
      const preview = state.terms.preview && sources.localMedia.cameraComing
      return { phase: 'incoming', callId, party, withCamera: remoteWithCamera, silent: admission === 'silent', preview }
    }
    case 'ended': {
      const { reason, connectedAt, endedAt } = state
      return { phase: 'ended', callId, party, reason, connectedAt, endedAt }
    }
    default:
      return state satisfies never
  }
}

function makeLocal({ localMedia, sharing }: SnapshotSources): LocalMediaSnapshot {
  return { microphone: localMedia.microphone, camera: localMedia.camera, share: sharing.share }
}
