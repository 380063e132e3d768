import type { EndReason } from '../call/endReason'
import type { CallId, Remote } from '../call/remote'
import type { MusicBitrate } from '../settings/settings'

/**
 * All that a view may show, made by the offscreen document after every change.
 * Views are functions of it; a stream is never in it.
 */
export interface Snapshot {
  /** Grows with each snapshot of one offscreen document, so that a late one is recognised. */
  readonly revision: number
  /** One's own ID; null until the key is loaded (a moment after browser start), or where it cannot be. */
  readonly localId: string | null
  readonly signaling: SignalingSnapshot
  readonly devices: DeviceAccess
  readonly call: CallSnapshot
  /** What to tell the person beside the state itself; newest last, gone with `dismissNotice` or the call. */
  readonly notices: readonly Notice[]
}

export type SignalingSnapshot =
  | { readonly state: 'connecting'; readonly server: string }
  | { readonly state: 'ready'; readonly server: string }
  | { readonly state: 'offline'; readonly server: string; readonly trouble: SignalingTrouble }
  /** The same identity is registered from elsewhere; `useHere` takes it back. */
  | { readonly state: 'inUseElsewhere'; readonly server: string }

export type SignalingTrouble = 'unreachable' | 'refused' | 'idTaken' | 'badServer' | KeyTrouble

/** Without an identity there is nobody to register: what is kept is no working key, or the store cannot be opened. */
export type KeyTrouble = 'keyBroken' | 'keyUnavailable'

export type Permission = 'granted' | 'prompt' | 'denied'
export interface DeviceAccess {
  readonly microphone: Permission
  readonly camera: Permission
}

/** Who the other is, as far as this side knows. */
export interface Party {
  readonly remote: Remote
  /** Own name for them, else null. */
  readonly name: string | null
  /** Their own words for themselves: shortened, tamed, never to be trusted. */
  readonly claimedName: string | null
  /** Their signaling server, where it is another than ours. */
  readonly server: string | null
  readonly contact: boolean
  readonly compared: boolean
  /** The identity was proved by key. Always false for a plain PeerJS client. */
  readonly verified: boolean
}

export type CallSnapshot =
  | { readonly phase: 'idle'; readonly rejoin: Rejoin | null }
  | {
      readonly phase: 'outgoing'
      readonly callId: CallId
      readonly party: Party
      readonly ringing: boolean
      readonly local: LocalMedia
    }
  | {
      readonly phase: 'incoming'
      readonly callId: CallId
      readonly party: Party
      readonly withCamera: boolean
      readonly silent: boolean
      /** One's own camera is open or opening, for oneself alone to see. */
      readonly preview: boolean
    }
  | TalkSnapshot
  | {
      readonly phase: 'ended'
      readonly callId: CallId
      readonly party: Party
      readonly reason: EndReason
      /** Milliseconds since the epoch, null when nobody talked. */
      readonly connectedAt: number | null
      readonly endedAt: number
    }

/** Both have agreed: the controls of a call are there. */
export interface TalkSnapshot {
  readonly phase: 'connecting' | 'connected' | 'reconnecting'
  readonly callId: CallId
  readonly party: Party
  /** The timer runs from here; null before the first connection. */
  readonly connectedAt: number | null
  readonly local: LocalMedia
  readonly remoteMedia: RemoteMedia
  readonly quality: Quality | null
  /** Six words from both keys, the same on both sides; null with a plain client. */
  readonly words: readonly string[] | null
}

export interface Rejoin {
  readonly callId: CallId
  readonly party: Party
  /** Milliseconds since the epoch; after it the other side has given up. */
  readonly until: number
}

/** `off`: not wanted. `missing`: wanted, but no device or no permission. */
export type DeviceState = 'on' | 'off' | 'missing' | 'denied'

export interface LocalMedia {
  readonly microphone: DeviceState
  readonly camera: DeviceState
  readonly share: LocalShare | null
}

export type ShareSource = 'tab' | 'display' | 'music'
export type ContentHint = 'detail' | 'motion'

/** Kind of what is shared, and what is in it. */
export interface LocalShare {
  readonly source: ShareSource
  readonly picture: boolean
  readonly sound: boolean
  readonly contentHint: ContentHint
  readonly musicBitrate: MusicBitrate
  /** How loud the owner hears the shared tab, 0 to 1. */
  readonly monitorVolume: number
  readonly title: string | null
  readonly music: MusicCard | null
  /** The captured picture is black for long: the page protects its video. */
  readonly black: boolean
}

export interface MusicCard {
  readonly title: string | null
  readonly artist: string | null
  /** A small `data:image/…` URL made by the sharing side; never a remote address. */
  readonly artwork: string | null
}

export interface RemoteMedia {
  readonly microphone: boolean
  readonly camera: boolean
  readonly share: RemoteShare | null
}

export interface RemoteShare {
  readonly source: ShareSource
  readonly picture: boolean
  readonly sound: boolean
  readonly title: string | null
  readonly music: MusicCard | null
  /** Why its picture cannot be seen as it should: it waits for the other's slow line, or its page protects it. */
  readonly trouble: 'line' | 'black' | null
  /** How loud it is played here, 0 to 1. */
  readonly volume: number
  /** Lowered while someone speaks. */
  readonly duck: boolean
}

export interface Quality {
  readonly level: 'good' | 'fair' | 'poor'
  /** Milliseconds; null until known. */
  readonly roundTripMs: number | null
  /** 0 to 1, of packets that did not arrive in the last seconds. */
  readonly loss: number | null
  readonly resolution: { readonly width: number; readonly height: number; readonly framesPerSecond: number } | null
  readonly codec: string | null
  readonly path: 'direct' | 'relayed' | null
}

/** A sentence for the person, as a code; `i18n/notice.ts` has the words. */
export type NoticeCode =
  | 'invalidId'
  | 'ownId'
  | 'cameraMissing'
  | 'cameraDenied'
  | 'cameraLost'
  | 'cameraStalled'
  | 'microphoneMissing'
  | 'microphoneDenied'
  | 'microphoneLost'
  | 'microphoneStalled'
  | 'shareRefused'
  | 'shareCancelled'
  | 'shareForbidden'
  | 'shareNoSound'
  | 'shareEnded'
  | 'shareTabClosed'
  | 'shareTabCrashed'
  | 'shareTabLeft'
  | 'shareProtected'
  | 'shareReplacesCamera'
  | 'shareNeedsInvocation'
  | 'lineTooSlowForCamera'
  | 'lineTooSlowForShare'
  | 'overlayNotPossible'
  | 'noPictureToFloat'
  | 'pictureInPictureRefused'
  | 'selectionIsNoId'

export interface Notice {
  readonly key: number
  readonly code: NoticeCode
}
