import { isLive } from '../call/state'
import type { OpenedIdentity } from '../identity/keyPair'
import type { Signer } from '../identity/proof'
import { sendHostReport } from '../messaging/bus'
import type { CallCommand, HostCommand } from '../messaging/command'
import type { KeyTrouble, Rejoin, SignalingSnapshot, Snapshot } from '../messaging/snapshot'
import { DEFAULT_SETTINGS, type Settings } from '../settings/settings'
import { Acquaintances } from './call/acquaintances'
import { CallMedia } from './call/callMedia'
import { runCallCommand, runHostCommand } from './call/commands'
import { Notices } from './call/notices'
import { REJOIN_WITHIN_MS, type RejoinMemory, type Remembered } from './call/rejoinMemory'
import { makeSnapshot } from './call/snapshotMaker'
import { Telephone } from './call/telephone'
import { systemClock } from './media/clock'
import type { MediaRooms } from './mediaRooms'

const KEY_TROUBLES: { readonly [Reason in Extract<OpenedIdentity, { ok: false }>['reason']]: KeyTrouble } = {
  broken: 'keyBroken',
  unavailable: 'keyUnavailable',
}

type Configuration = Extract<HostCommand, { type: 'configure' }>

export interface HostDeps {
  readonly rooms: MediaRooms
  readonly rejoin: RejoinMemory
  readonly publish: (snapshot: Snapshot) => void
}

/**
 * The offscreen document as a whole: waits for identity and configuration, then runs the telephone, takes commands,
 * and publishes a snapshot after every change.
 */
export class Host {
  #deps: HostDeps
  #acquaintances = new Acquaintances()
  #media: CallMedia
  #notices = new Notices(() => this.#changed())
  #signer: Signer | null = null
  #keyTrouble: KeyTrouble | null = null
  #configuration: Configuration | null = null
  #telephone: Telephone | null = null
  #waiting: (() => void)[] = []
  #remembered: Remembered | null = null
  #revision = 0
  #publishing = false
  #reported = ''

  constructor(deps: HostDeps) {
    this.#deps = deps
    const { localMedia, sharing, sending, playback, frames, quality, permissions } = deps.rooms
    this.#media = new CallMedia({
      localMedia,
      sharing,
      sending,
      playback,
      frames,
      quality,
      permissions,
      clock: systemClock,
      tell: (callId, remote, message) => this.#telephone?.links.send(callId, remote, message),
    })
    for (const source of [this.#media, localMedia, sharing, playback, permissions]) source.onChange(() => this.#changed())
    quality.onChange(() => this.#changed())
    for (const source of [localMedia, sharing, sending]) source.onNotice((code) => this.#notices.raise(code))
    this.#changed()
  }

  get snapshot(): Snapshot {
    const telephone = this.#telephone
    const { rooms } = this.#deps
    return makeSnapshot(this.#revision, {
      localId: this.#signer?.id ?? null,
      signaling: telephone?.registration.snapshot ?? this.#unregistered,
      devices: rooms.permissions.access,
      state: telephone?.runner.state ?? { phase: 'idle' },
      acquaintances: this.#acquaintances,
      localMedia: rooms.localMedia,
      sharing: rooms.sharing,
      media: this.#media,
      quality: rooms.quality.quality,
      words: telephone?.words ?? null,
      rejoin: this.#rejoinOffer(),
      notices: this.#notices.list,
    })
  }

  /** Tells the identity, or why there is none. */
  identify(opened: OpenedIdentity): void {
    if (opened.ok) this.#signer = opened.identity
    this.#keyTrouble = opened.ok ? null : KEY_TROUBLES[opened.reason]
    this.#start()
    this.#changed()
  }

  call(command: CallCommand): void {
    this.#withTelephone((telephone, signer) => runCallCommand(command, this.#commandDeps(telephone, signer)))
  }

  host(command: HostCommand): void {
    switch (command.type) {
      case 'configure':
        this.#configure(command)
        return
      case 'reportSnapshot':
        this.#report(this.snapshot, true)
        return
      default:
        this.#withTelephone((telephone, signer) => runHostCommand(command, this.#commandDeps(telephone, signer)))
    }
  }

  /** The machine came online again, on whatever network. */
  networkChanged(): void {
    this.#telephone?.networkChanged()
  }

  get #unregistered(): SignalingSnapshot {
    const server = this.#settings.signalingServer
    return this.#keyTrouble === null ? { state: 'connecting', server } : { state: 'offline', server, trouble: this.#keyTrouble }
  }

  get #settings(): Settings {
    return this.#configuration?.settings ?? DEFAULT_SETTINGS
  }

  #configure(configuration: Configuration): void {
    this.#configuration = configuration
    const { settings, people } = configuration
    this.#acquaintances.configure(people, settings.signalingServer)
    const { localMedia, output, playback, ringer, sharing } = this.#deps.rooms
    const { microphone, camera, echoCancellation } = settings
    localMedia.useDevices({ microphone, camera, echoCancellation })
    output.setSpeaker(settings.speaker)
    ringer.configure({
      tone: settings.ringTone,
      volume: settings.ringVolume,
      callTones: settings.callTones,
    })
    if (this.#telephone === null) {
      playback.setDucking(settings.duckMusic)
      sharing.setMusicBitrate(settings.musicBitrate)
      this.#start()
    } else this.#telephone.configure(settings)
    this.#changed()
  }

  #start(): void {
    if (this.#telephone !== null || this.#signer === null || this.#configuration === null) return
    const { rooms, rejoin } = this.#deps
    this.#telephone = new Telephone({
      signer: this.#signer,
      settings: this.#configuration.settings,
      session: this.#configuration.session,
      acquaintances: this.#acquaintances,
      media: this.#media,
      ringer: rooms.ringer,
      rejoin,
      plainStream: () => this.#plainStream(),
      record: (record, server) =>
        void sendHostReport({ type: 'callRecorded', record: { ...record, ...(server === null ? {} : { server }) } }).catch(
          () => undefined,
        ),
      onChange: () => this.#changed(),
    })
    for (const act of this.#waiting.splice(0)) act()
    void this.#recall(this.#signer.id)
  }

  /** A call that this document died in goes on by itself; one that the whole browser died in is offered. */
  async #recall(localId: string): Promise<void> {
    const remembered = await this.#deps.rejoin.recall(localId)
    const telephone = this.#telephone
    if (remembered === null || telephone === null || isLive(telephone.runner.state)) return
    this.#remembered = remembered
    if (remembered.session === this.#configuration?.session) this.#rejoin()
    else {
      setTimeout(() => this.#changed(), REJOIN_WITHIN_MS)
      this.#changed()
    }
  }

  #rejoin(): void {
    const remembered = this.#remembered
    const telephone = this.#telephone
    if (remembered === null || telephone === null) return
    this.#remembered = null
    telephone.rejoin(remembered)
  }

  #rejoinOffer(): Rejoin | null {
    const remembered = this.#remembered
    if (remembered === null) return null
    const until = remembered.aliveAt + REJOIN_WITHIN_MS
    if (Date.now() >= until) return null
    return { callId: remembered.terms.callId, party: this.#acquaintances.party(remembered.terms.remote), until }
  }

  #plainStream(): MediaStream {
    const { localMedia, placeholders } = this.#deps.rooms
    return new MediaStream([localMedia.microphoneTrack ?? placeholders.silence(), localMedia.cameraTrack ?? placeholders.black()])
  }

  #withTelephone(act: (telephone: Telephone, signer: Signer) => void): void {
    if (this.#telephone !== null && this.#signer !== null) act(this.#telephone, this.#signer)
    else this.#waiting.push(() => this.#withTelephone(act))
  }

  #commandDeps(telephone: Telephone, signer: Signer): Parameters<typeof runCallCommand>[1] {
    const { localMedia, sharing, playback } = this.#deps.rooms
    return { localId: signer.id, telephone, localMedia, sharing, playback, notices: this.#notices, rejoin: () => this.#rejoin() }
  }

  /** One snapshot for all the changes of one turn. */
  #changed(): void {
    if (this.#publishing) return
    this.#publishing = true
    queueMicrotask(() => {
      this.#publishing = false
      this.#revision += 1
      const { snapshot } = this
      this.#deps.publish(snapshot)
      this.#report(snapshot, false)
    })
  }

  /** The service worker hears only what concerns it: it would be woken every second by the quality of a call. */
  #report(snapshot: Snapshot, asked: boolean): void {
    const { call } = snapshot
    const brief = JSON.stringify({ ...snapshot, revision: 0, call: { ...call, quality: null } })
    if (brief === this.#reported && !asked) return
    this.#reported = brief
    void sendHostReport({ type: 'snapshot', snapshot: { ...snapshot } }).catch(() => undefined)
  }
}
