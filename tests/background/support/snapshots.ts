import type { Translate } from '../../../src/background/translate'
import type { CallSnapshot, LocalMedia, LocalShare, Party, Snapshot, TalkSnapshot } from '../../../src/messaging/snapshot'

export const BO: Party = {
  remote: { kind: 'tabcall', id: '0123456789ABCDEFGHJKMNPQR' },
  name: 'Bo',
  claimedName: null,
  server: null,
  contact: true,
  compared: false,
  verified: true,
}

let revision = 0
export function snapshot(call: CallSnapshot, changes: Partial<Snapshot> = {}): Snapshot {
  revision += 1
  return {
    revision,
    localId: 'ME',
    signaling: { state: 'ready', server: 'http://127.0.0.1:9000/' },
    devices: { microphone: 'granted', camera: 'granted' },
    call,
    notices: [],
    ...changes,
  }
}

export const IDLE: CallSnapshot = { phase: 'idle', rejoin: null }
export const LOCAL: LocalMedia = { microphone: 'on', camera: 'on', share: null }

export const TAB_SHARE: LocalShare = {
  source: 'tab',
  picture: true,
  sound: true,
  contentHint: 'detail',
  musicBitrate: 256,
  monitorVolume: 1,
  title: 'Page',
  music: null,
  black: false,
}

export function talking(changes: Partial<TalkSnapshot> = {}): TalkSnapshot {
  return {
    phase: 'connected',
    callId: 'call-1',
    party: BO,
    connectedAt: 1,
    local: LOCAL,
    remoteMedia: { microphone: true, camera: true, share: null },
    quality: null,
    words: null,
    ...changes,
  }
}

export function ringing(changes: Partial<Extract<CallSnapshot, { phase: 'incoming' }>> = {}): CallSnapshot {
  return { phase: 'incoming', callId: 'call-1', party: BO, withCamera: true, silent: false, preview: false, ...changes }
}

export function ended(changes: Partial<Extract<CallSnapshot, { phase: 'ended' }>> = {}): CallSnapshot {
  return { phase: 'ended', callId: 'call-1', party: BO, reason: 'remoteHangup', connectedAt: 1, endedAt: 2, ...changes }
}

/** Shows the key and what it was given, so that a test sees which text was chosen and not its wording. */
export const t: Translate = (key, ...values) => (values.length === 0 ? key : `${key}(${values.join(', ')})`)
