import type { CallId, Remote } from '../../call/remote'
import type { RemoteMedia, RemoteShare } from '../../messaging/snapshot'
import type { ControlMessage } from '../../protocol/control'
import type { MediaState } from '../../protocol/mediaState'
import type { Link } from '../link/link'
import type { Clock } from '../media/clock'
import { FilmStep } from '../media/filmStep'
import type { DevicePermissions, FramePump, LocalMedia, Playback, QualityMonitor, Sending, Sharing } from '../ports'
import { Viewing } from './viewing'

export interface CallMediaDeps {
  readonly localMedia: LocalMedia
  readonly sharing: Sharing
  readonly sending: Sending
  readonly playback: Playback
  readonly frames: FramePump
  readonly quality: QualityMonitor
  readonly permissions: DevicePermissions
  readonly clock: Clock
  /** Says something to the other side by the channel. */
  readonly tell: (callId: CallId, remote: Remote, message: ControlMessage) => void
}

/** Nothing is known of the other's media before its first `media` message; a plain client never sends one. */
const UNTOLD: Omit<MediaState, 'type'> = { revision: -1, microphone: true, camera: true, share: null }

/** The media of the one call: what is sent, what is played, what is shown, and what each side tells the other of it. */
export class CallMedia {
  #deps: CallMediaDeps
  #call: { readonly callId: CallId; readonly remote: Remote } | null = null
  #line: Link | null = null
  #attached: Link | null = null
  #stopTracks: () => void = () => undefined
  /** Both have agreed: media flows. */
  #started = false
  #revision = 0
  #viewing: Viewing
  #filmStep: FilmStep
  #remote = UNTOLD
  #listeners = new Set<() => void>()

  constructor(deps: CallMediaDeps) {
    this.#deps = deps
    deps.localMedia.onChange(() => this.#localChanged())
    deps.sharing.onChange(() => this.#localChanged())
    deps.sending.onChange(() => this.#tellMedia())
    this.#viewing = new Viewing(deps.clock, (seen) => this.#tell({ type: 'viewing', ...seen }))
    this.#filmStep = new FilmStep(deps.clock)
    deps.frames.onWantedChange((wanted) => this.#viewing.wanted(wanted))
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }

  async acquire(wanted: { readonly camera: boolean }): Promise<boolean> {
    return await this.#deps.localMedia.acquire(wanted)
  }

  /** Opens the camera for this person alone. Where it may not be opened, accepting is early enough to say so. */
  previewCamera(): void {
    if (this.#deps.permissions.access.camera === 'granted') this.#deps.localMedia.previewCamera()
  }

  start(): void {
    this.#started = true
    this.#viewing.start()
    this.#attach()
  }

  release(): void {
    this.#started = false
    this.#viewing.stop()
    this.#detach()
    // A line that only rang was prepared, never attached.
    this.#deps.sending.detach()
    this.#deps.sharing.stop()
    this.#deps.localMedia.release()
    this.#remote = UNTOLD
    this.#call = null
    this.#line = null
    this.#showRemote()
  }

  /** The line that the call runs on now. */
  setLine(callId: CallId, remote: Remote, line: Link | null): void {
    if (line === null) {
      if (this.#call?.callId !== callId) return
      this.#detach()
      this.#line = null
      return
    }
    if (this.#call?.callId !== callId) this.#remote = UNTOLD
    this.#call = { callId, remote }
    this.#line = line
    if (this.#started) this.#attach()
  }

  /** The same line is back after a silence. */
  lineBack(): void {
    this.#deps.sending.lineBack()
  }

  /** The channel has opened: the other side hears how things stand. */
  channelOpened(): void {
    if (!this.#started && this.#line !== null) this.#deps.sending.prepare(this.#line)
    this.#tellMedia()
    this.#viewing.repeat()
  }

  /** What the other side says of its media, or of what it looks at. */
  receive(message: Extract<ControlMessage, { type: 'media' | 'viewing' }>): void {
    if (message.type === 'viewing') {
      this.#deps.sending.setViewed({ camera: message.camera, share: message.share })
      return
    }
    // A resumed call starts anew at 0 on a side that was restarted; on one line they only grow.
    if (message.revision <= this.#remote.revision && message.revision !== 0) return
    this.#remote = message
    this.#viewing.offered({ camera: message.camera, share: message.share?.picture === true })
    this.#showRemote()
    this.#emit()
  }

  get remoteMedia(): RemoteMedia {
    const { microphone, share } = this.#remote
    const camera = this.#remote.camera && (this.#attached?.remoteTrack('camera') ?? null) !== null
    return { microphone, camera, share: this.#remoteShare(share) }
  }

  #remoteShare(share: MediaState['share']): RemoteShare | null {
    if (share === null) return null
    const { playback } = this.#deps
    const { source, picture, sound, title, music, trouble } = share
    return { source, picture, sound, title, music, trouble, volume: playback.shareVolume, duck: playback.duck }
  }

  #attach(): void {
    const line = this.#line
    if (line === null || line === this.#attached) return
    this.#stopTracks()
    this.#attached = line
    const { sending, playback, quality } = this.#deps
    sending.attach(line)
    this.#stopTracks = line.onRemoteTrack(() => {
      this.#showRemote()
      this.#emit()
    })
    this.#showRemote()
    this.#showSelf()
    this.#tellMedia()
    playback.attach(line)
    quality.attach(line)
  }

  #detach(): void {
    if (this.#attached === null) return
    this.#attached = null
    this.#stopTracks()
    this.#stopTracks = () => undefined
    const { sending, playback, quality } = this.#deps
    sending.detach()
    playback.detach()
    quality.detach()
    this.#showRemote()
    this.#showSelf()
  }

  #localChanged(): void {
    this.#showSelf()
    this.#tellMedia()
    this.#emit()
  }

  #showSelf(): void {
    this.#deps.frames.setTrack('self', this.#deps.localMedia.cameraTrack)
  }

  #showRemote(): void {
    const line = this.#attached
    const { camera, share } = this.#remote
    this.#deps.frames.setTrack('remote', camera ? (line?.remoteTrack('camera') ?? null) : null)
    this.#deps.frames.setTrack('share', share?.picture === true ? (line?.remoteTrack('sharePicture') ?? null) : null)
    this.#filmStep.follow(share?.motion === true && share.picture && share.sound ? line : null)
  }

  #tellMedia(): void {
    if (!this.#started) return
    const { localMedia, sharing, sending } = this.#deps
    const { share } = sharing
    this.#tell({
      type: 'media',
      revision: this.#revision,
      microphone: localMedia.microphoneComing,
      camera: localMedia.cameraComing && !sending.cameraPaused,
      share:
        share === null
          ? null
          : {
              source: share.source,
              picture: share.picture,
              sound: share.sound,
              title: share.title,
              music: share.music,
              motion: share.contentHint === 'motion',
              trouble: sending.sharePaused ? 'line' : share.black ? 'black' : null,
            },
    })
    this.#revision += 1
  }

  #tell(message: ControlMessage): void {
    if (this.#call !== null && this.#started) this.#deps.tell(this.#call.callId, this.#call.remote, message)
  }

  #emit(): void {
    for (const listener of this.#listeners) listener()
  }
}
