/**
 * The doors between the rooms of the offscreen document: the call controller drives the media rooms
 * through these and knows nothing else of them, and they know nothing of PeerJS or of the call.
 */

import type { CaptureOrigin } from '../messaging/command'
import type { FrameSource } from '../messaging/framePort'
import type {
  ContentHint,
  DeviceAccess,
  DeviceState,
  LocalShare,
  MusicCard,
  NoticeCode,
  Quality,
  ShareSource,
} from '../messaging/snapshot'
import type { LoopbackSignal } from '../messaging/viewPort'
import type { MusicBitrate, RingTone } from '../settings/settings'

/** The four transceivers of every first offer, in this order (rule 5). A plain PeerJS client has the first two. */
export const SLOTS = ['microphone', 'camera', 'sharePicture', 'shareSound'] as const
export type Slot = (typeof SLOTS)[number]

/** Ends a subscription. Calling it twice does no harm. */
export type Unsubscribe = () => void

/** One connection, as the media rooms see it. A resumed call gets a new one; tracks are then attached to it afresh. */
export interface MediaLine {
  readonly kind: 'tabcall' | 'plain'
  readonly peerConnection: RTCPeerConnection
  /** Null where the slot does not exist (a plain client has no share slots). */
  sender(slot: Slot): RTCRtpSender | null
  receiver(slot: Slot): RTCRtpReceiver | null
  /** The remote track of a slot, as soon as it is known. */
  remoteTrack(slot: Slot): MediaStreamTrack | null
  onRemoteTrack(listener: (slot: Slot, track: MediaStreamTrack) => void): Unsubscribe
}

/** Microphone and camera of this person. Owns their tracks from `acquire` to `release`. */
export interface LocalMedia {
  readonly microphone: DeviceState
  readonly camera: DeviceState
  /** Live tracks, or null. A muted microphone keeps its track (`enabled = false` sends silence); a camera that is off has none and its device is released. */
  readonly microphoneTrack: MediaStreamTrack | null
  readonly cameraTrack: MediaStreamTrack | null
  /** What the other side is told: on, or just being opened. Told `off` only to be told `on` a moment later, it would take the picture away and bring it back. */
  readonly microphoneComing: boolean
  readonly cameraComing: boolean
  /** Opens what is wanted and allowed. Resolves `false` when neither could be opened. Never rejects. */
  acquire(wanted: { readonly camera: boolean }): Promise<boolean>
  /** Opens the camera alone, ahead of `acquire`. */
  previewCamera(): void
  setMicrophone(enabled: boolean): Promise<void>
  setCamera(enabled: boolean): Promise<void>
  /** Device ids from the settings; a change during a call switches at once without interrupting. */
  useDevices(wanted: { readonly microphone: string; readonly camera: string; readonly echoCancellation: boolean }): void
  release(): void
  /** After any change of state or tracks. */
  onChange(listener: () => void): Unsubscribe
  onNotice(listener: (code: NoticeCode) => void): Unsubscribe
}

/** What is being shared by this side. Owns the capture. At most one share at a time; starting another replaces it in place. */
export interface Sharing {
  readonly share: LocalShare | null
  readonly pictureTrack: MediaStreamTrack | null
  readonly soundTrack: MediaStreamTrack | null
  /** Never rejects: trouble is a notice. */
  startTab(request: {
    readonly from: CaptureOrigin
    readonly source: Extract<ShareSource, 'tab' | 'music'>
    readonly tabId: number
    readonly title: string
    readonly hint: ContentHint
  }): Promise<void>
  startDisplay(): Promise<void>
  stop(): void
  setHint(hint: ContentHint): void
  setPicture(picture: boolean): void
  setMonitorVolume(volume: number): void
  setMusicBitrate(kbps: MusicBitrate): void
  /** What the shared tab shows and plays, told by the background. */
  tabMediaChanged(tabId: number, change: { readonly hint: ContentHint | null; readonly music: MusicCard | null }): void
  tabGone(tabId: number): void
  onChange(listener: () => void): Unsubscribe
  onNotice(listener: (code: NoticeCode) => void): Unsubscribe
  /** Peak levels 0 to 1 of what is shared, about 10 a second. */
  onLevels(listener: (levels: { readonly left: number; readonly right: number }) => void): Unsubscribe
}

/** Puts this side's tracks onto a line's senders, with bit rates, hints and priorities fit for what they carry. */
export interface Sending {
  /** Sets the senders of a line that stands while it still rings, so that `attach` has nothing left to wait for. Sends nothing of this person: black at most, where their camera will be. */
  prepare(line: MediaLine): void
  /** From here on media flows over this line, replacing an earlier one. */
  attach(line: MediaLine): void
  detach(): void
  /** The line brings something again after a silence: the other side has missed pictures. */
  lineBack(): void
  /** What the other side is looking at now: what nobody looks at is not encoded. */
  setViewed(viewed: { readonly camera: boolean; readonly share: boolean }): void
  /** The line is too slow for the camera: it is not sent for now, and the other side is told, so that it shows no frozen picture. */
  readonly cameraPaused: boolean
  /** The line is too slow for the shared picture: it is not sent for now. */
  readonly sharePaused: boolean
  onChange(listener: () => void): Unsubscribe
  /** The line is too slow for the camera or the share, or a plain client sees the share instead of the camera. */
  onNotice(listener: (code: NoticeCode) => void): Unsubscribe
}

/** Plays the other's voice and shared sound here, in the offscreen document, never in a page. */
export interface Playback {
  attach(line: MediaLine): void
  detach(): void
  setSpeaker(deviceId: string): void
  readonly shareVolume: number
  readonly duck: boolean
  setShareVolume(volume: number): void
  setDucking(enabled: boolean): void
  onChange(listener: () => void): Unsubscribe
  onLevels(listener: (levels: { readonly left: number; readonly right: number }) => void): Unsubscribe
}

/** Ring tone and the short tones of a call. */
export interface Ringer {
  configure(settings: { readonly tone: RingTone; readonly volume: number; readonly callTones: boolean }): void
  startRinging(): void
  stopRinging(): void
  playTone(tone: 'ringback' | 'connected' | 'ended' | 'busy'): void
  stopRingback(): void
}

/** One loopback view, as the view's line drives it. */
export interface LoopbackView {
  handle(signal: LoopbackSignal): void
  want(sources: readonly FrameSource[]): void
  close(): void
}

/** Hands decoded pictures to the views that are looked at. Owns the ports. */
export interface FramePump {
  /** The present source of each picture, or null. */
  setTrack(source: 'remote' | 'self' | 'share', track: MediaStreamTrack | null): void
  addPort(port: MessagePort, view: string): void
  /** The view of this name is gone, or connects anew. */
  removeView(view: string): void
  /** For a view on a cross-origin isolated page: the same pictures by a loopback connection, one for each such view. */
  addLoopback(send: (signal: LoopbackSignal) => void): LoopbackView
  /** Whether anybody here is looking at the pictures; the other side is asked to pause what nobody sees. */
  onWantedChange(listener: (wanted: { readonly remote: boolean; readonly share: boolean }) => void): Unsubscribe
}

/** Reads a line's statistics about once a second. */
export interface QualityMonitor {
  attach(line: MediaLine): void
  detach(): void
  readonly quality: Quality | null
  onChange(listener: (quality: Quality | null) => void): Unsubscribe
}

export interface DevicePermissions {
  readonly access: DeviceAccess
  onChange(listener: () => void): Unsubscribe
}
