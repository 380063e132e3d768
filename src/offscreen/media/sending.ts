import type { NoticeCode } from '../../messaging/snapshot'
import type { ReadFrames } from '../frames/frameReader'
import { type LocalMedia, type MediaLine, type Sending, type Sharing, SLOTS, type Slot, type Unsubscribe } from '../ports'
import type { Clock } from './clock'
import { createEmitter } from './emitter'
import { watchFirstPicture } from './firstPicture'
import { FULL, type GiveWay, giveWay, type LineSample } from './giveWay'
import type { Mixer } from './mixer'
import type { Placeholders } from './placeholders'
import { createSenderControl, type SenderControl } from './senderControl'
import { type SendingSituation, sendingPlan, shareSoundBitrate, VOICE_ON_LINE_BITRATE } from './sendingPlan'
import { giveAgain, watchSharpness } from './sharpen'
import { activePair, lossReported, numberIn, statsEntries } from './stats'
import type { WarmUp } from './warmUp'

export interface SendingDeps {
  readonly localMedia: LocalMedia
  readonly sharing: Sharing
  readonly placeholders: Placeholders
  readonly warmUp: WarmUp
  readonly mixer: Mixer
  readonly readFrames: ReadFrames
  readonly clock: Clock
}

/** How often the line's room is looked at; congestion control itself works at about this pace. */
const SAMPLE_MS = 1_000

interface Attached {
  readonly line: MediaLine
  /** Tracks go out. Before that, the senders are only set. */
  readonly live: boolean
  readonly controls: ReadonlyMap<Slot, SenderControl>
  readonly stop: () => void
  bytesSent: number
  sampledAt: number
}

/** Giving a sender its first sound holds up the thread for some tens of milliseconds, a picture does not. */
const PICTURES_FIRST: readonly Slot[] = ['camera', 'sharePicture', 'microphone', 'shareSound']

const NO_TRACKS: Record<Slot, MediaStreamTrack | null> = { microphone: null, camera: null, sharePicture: null, shareSound: null }

/** What holds until the other side says otherwise. */
const ALL_VIEWED: { readonly camera: boolean; readonly share: boolean } = { camera: true, share: true }

function controlsOf(line: MediaLine): ReadonlyMap<Slot, SenderControl> {
  const controls = new Map<Slot, SenderControl>()
  for (const slot of SLOTS) {
    const sender = line.sender(slot)
    if (sender) controls.set(slot, createSenderControl(sender))
  }
  return controls
}

/** Puts tracks on a line's senders and lets them give way in order (see `Sending` in ports.ts). Never renegotiates. */
export function createSending(deps: SendingDeps): Sending {
  const { localMedia, sharing, placeholders, warmUp, mixer, readFrames, clock } = deps
  const notices = createEmitter<[NoticeCode]>()
  const changes = createEmitter()
  let attached: Attached | null = null
  let viewed = ALL_VIEWED
  let way: GiveWay = FULL
  const told = new Set<NoticeCode>()
  let plainShare = false
  let withSharePicture = false
  let shared: MediaStreamTrack | null = null
  /** While the first picture of a share is on its way. */
  let stopWatchingFirst: Unsubscribe | null = null
  let stopSharpening: Unsubscribe = () => undefined

  function tell(code: NoticeCode): void {
    if (told.has(code)) return
    told.add(code)
    notices.emit(code)
  }

  function situation(line: MediaLine): SendingSituation {
    const { share } = sharing
    return {
      line: line.kind,
      stage: way.stage,
      firstPicture: sharing.pictureTrack === null || stopWatchingFirst !== null,
      camera: localMedia.cameraTrack !== null || localMedia.cameraComing,
      viewed,
      share: share && {
        hint: share.contentHint,
        picture: sharing.pictureTrack !== null,
        sound: sharing.soundTrack !== null,
        music: share.source === 'music',
        musicBitrate: share.musicBitrate,
      },
    }
  }

  /** While it rings: nothing of this person, and black in the place of a camera that is open. */
  function tracksAhead(): Record<Slot, MediaStreamTrack | null> {
    const { width, height } = localMedia.cameraTrack?.getSettings() ?? {}
    if (width === undefined || height === undefined) return NO_TRACKS
    return { ...NO_TRACKS, camera: warmUp.track({ width, height }) }
  }

  function tracks({ line, live }: Attached): Record<Slot, MediaStreamTrack | null> {
    if (!live) return tracksAhead()
    const { microphoneTrack, cameraTrack } = localMedia
    const { pictureTrack, soundTrack } = sharing
    if (line.kind === 'tabcall') {
      return {
        // One that is just being opened is on its way; making silence meanwhile would only hold it up.
        microphone: microphoneTrack ?? (localMedia.microphone === 'off' ? null : placeholders.silence()),
        camera: cameraTrack,
        sharePicture: pictureTrack,
        shareSound: soundTrack,
      }
    }
    return {
      microphone: soundTrack ? mixer.mix(microphoneTrack, soundTrack) : (microphoneTrack ?? placeholders.silence()),
      camera: pictureTrack ?? cameraTrack ?? placeholders.black(),
      sharePicture: null,
      shareSound: null,
    }
  }

  function apply(): void {
    if (!attached) return
    const { line, controls, live } = attached
    if (withSharePicture !== (sharing.pictureTrack !== null)) {
      // Other pictures are another question to the line.
      withSharePicture = !withSharePicture
      way = FULL
    }
    const wanted = tracks(attached)
    watchShared(line, wanted.sharePicture)
    const plan = sendingPlan(situation(line))
    if (localMedia.cameraTrack) localMedia.cameraTrack.contentHint = 'motion'
    for (const slot of PICTURES_FIRST) controls.get(slot)?.set(wanted[slot], plan[slot])
    if (live) warmUp.dispose()
    if (line.kind === 'plain' && !sharing.soundTrack) mixer.dispose()
    const replaces = live && line.kind === 'plain' && sharing.pictureTrack !== null
    if (replaces && !plainShare) notices.emit('shareReplacesCamera')
    plainShare = replaces
  }

  function watchShared(line: MediaLine, picture: MediaStreamTrack | null): void {
    if (picture === shared) return
    shared = picture
    stopWatchingFirst?.()
    stopSharpening()
    const sender = picture && line.sender('sharePicture')
    stopWatchingFirst =
      sender &&
      watchFirstPicture(sender, clock, () => {
        stopWatchingFirst = null
        apply()
        stopSharpening = sharpen(sender, picture)
      })
  }

  function sharpen(sender: RTCRtpSender, picture: MediaStreamTrack): Unsubscribe {
    let stopReading: Unsubscribe = () => undefined
    const stopWatching = watchSharpness(sender, clock, () => {
      if (sharing.share?.contentHint !== 'detail') return
      stopReading()
      stopReading = giveAgain(picture, readFrames)
    })
    return () => {
      stopWatching()
      stopReading()
    }
  }

  async function sample(): Promise<void> {
    const current = attached
    if (!current) return
    const entries = statsEntries(await current.line.peerConnection.getStats())
    const pair = activePair(entries)
    if (current !== attached) return
    const now = clock.now()
    const roundTrip = numberIn(pair, 'currentRoundTripTime')
    const bytesSent = numberIn(pair, 'bytesSent') ?? 0
    const elapsed = now - current.sampledAt
    const used = current.sampledAt > 0 && elapsed > 0 ? ((bytesSent - current.bytesSent) * 8_000) / elapsed : 0
    current.bytesSent = bytesSent
    current.sampledAt = now
    react({
      now,
      available: numberIn(pair, 'availableOutgoingBitrate'),
      used,
      sound: VOICE_ON_LINE_BITRATE + shareSoundBitrate(situation(current.line).share),
      loss: lossReported(entries),
      roundTripMs: roundTrip === null ? null : roundTrip * 1_000,
      camera: localMedia.cameraTrack !== null && viewed.camera && !(current.line.kind === 'plain' && plainShare),
      sharePicture: sharing.pictureTrack !== null && (viewed.share || current.line.kind === 'plain'),
    })
  }

  function react(lineSample: LineSample): void {
    const next = giveWay(way, lineSample)
    if (next === way) return
    const changed = next.stage !== way.stage
    way = next
    if (next === FULL) told.clear()
    if (!changed) return
    if ((next.stage === 'noCamera' || next.stage === 'noPictures') && lineSample.camera) tell('lineTooSlowForCamera')
    if (next.stage === 'noPictures' && lineSample.sharePicture) tell('lineTooSlowForShare')
    apply()
    changes.emit()
  }

  function attach(line: MediaLine, live: boolean): void {
    attached?.stop()
    const kept = attached?.line === line ? attached.controls : null
    if (kept === null) {
      for (const control of attached?.controls.values() ?? []) control.dispose()
      shared = null
    }
    const stop: Unsubscribe = live ? clock.every(SAMPLE_MS, () => void sample().catch(() => {})) : () => undefined
    attached = { line, live, controls: kept ?? controlsOf(line), stop, bytesSent: 0, sampledAt: 0 }
    apply()
  }

  function detach(): void {
    attached?.stop()
    for (const control of attached?.controls.values() ?? []) control.dispose()
    attached = null
    way = FULL
    viewed = ALL_VIEWED
    told.clear()
    plainShare = false
    shared = null
    stopWatchingFirst?.()
    stopWatchingFirst = null
    stopSharpening()
    mixer.dispose()
    placeholders.dispose()
    warmUp.dispose()
  }

  localMedia.onChange(apply)
  sharing.onChange(apply)

  return {
    get cameraPaused() {
      return way.stage === 'noCamera' || way.stage === 'noPictures'
    },
    get sharePaused() {
      return way.stage === 'noPictures' && sharing.pictureTrack !== null
    },
    onChange: changes.subscribe,
    prepare: (line) => attach(line, false),
    attach: (line) => attach(line, true),
    detach,
    lineBack() {
      for (const slot of ['camera', 'sharePicture'] as const) attached?.controls.get(slot)?.sendKeyFrame()
    },
    setViewed(next) {
      if (next.camera === viewed.camera && next.share === viewed.share) return
      viewed = { camera: next.camera, share: next.share }
      apply()
    },
    onNotice: notices.subscribe,
  }
}
