import { type CaptureRefusal, captureRefusal } from '../../messaging/captureRefusal'
import type { NoticeCode, ShareSource } from '../../messaging/snapshot'
import type { MusicBitrate } from '../../settings/settings'
import type { Clock } from '../media/clock'
import { createEmitter } from '../media/emitter'
import type { Sharing } from '../ports'
import type { Levels } from '../sound/levels'
import { type BlackWatchDeps, watchBlack } from './blackWatch'
import { type Capture, captureDisplay, captureTab, type ShareDevices } from './capture'
import type { Monitor } from './monitor'
import type { OpenPicker } from './picker'
import { localShare, type Running, type Wanted } from './running'
import { watchSilence } from './silence'

export interface SharingDeps extends BlackWatchDeps {
  readonly devices: ShareDevices
  readonly openPicker: OpenPicker
  /** What an overlay carries to this document under that name. */
  readonly takeCarried: (capture: string) => Promise<Capture>
  readonly createMonitor: (sound: MediaStreamTrack, volume: number) => Monitor
  readonly clock: Clock
}

/** A closed tab ends the capture first and is told by the background a moment later. */
const TAB_GONE_MS = 400

const DISPLAY_REFUSALS: Readonly<Record<CaptureRefusal, NoticeCode>> = {
  cancelled: 'shareCancelled',
  forbidden: 'shareForbidden',
  impossible: 'shareRefused',
}

/** What this side shares (see `Sharing` in ports.ts). */
export function createSharing(deps: SharingDeps): Sharing {
  const { devices, openPicker, takeCarried, createMonitor, clock } = deps
  const changes = createEmitter()
  const notices = createEmitter<[NoticeCode]>()
  const levels = createEmitter<[Levels]>(() => arrangeLevels())
  let running: Running | null = null
  /** Aborted by the next start or stop: a capture that comes later is ended. */
  let attempt = new AbortController()
  /** What the capture that is being made is for; another press may still change it. */
  let pending: Wanted | null = null
  let monitorVolume = 1
  let musicBitrate: MusicBitrate = 256
  let stopLevels: (() => void) | null = null
  let endedTab: { readonly tabId: number; readonly cancel: () => void } | null = null

  function supersede(): AbortSignal {
    attempt.abort()
    attempt = new AbortController()
    pending = null
    return attempt.signal
  }

  async function start(
    capturing: (superseded: AbortSignal) => Promise<Capture>,
    refusal: (error: unknown) => NoticeCode,
    asked: Wanted,
  ): Promise<void> {
    const superseded = supersede()
    pending = asked
    let capture: Capture
    try {
      capture = await capturing(superseded)
    } catch (error) {
      if (superseded.aborted) return
      pending = null
      notices.emit(refusal(error))
      return
    }
    if (superseded.aborted) {
      capture.stop()
      return
    }
    const wanted = pending ?? asked
    pending = null
    if (!capture.picture && !capture.sound) {
      capture.stop()
      notices.emit('shareRefused')
      return
    }
    replace(capture, wanted)
  }

  function replace(capture: Capture, { source, tabId, title, hint }: Wanted): void {
    const former = running
    const { picture, sound } = capture
    const onPictureEnded = (): void => ended(next)
    const onSoundEnded = (): void => soundEnded(next)
    picture?.addEventListener('ended', onPictureEnded)
    sound?.addEventListener('ended', onSoundEnded)
    const next: Running = {
      capture,
      // A captured tab is silent to its owner until it is played again; what the picker gives stays audible by itself.
      monitor: sound && createMonitor(sound, tabId === null ? 0 : monitorVolume),
      tabId,
      source,
      title,
      picture: picture !== null && source !== 'music',
      sound: sound !== null,
      hint,
      hintChosen: false,
      music: null,
      black: false,
      stopBlackWatch: null,
      stopSoundWatch: null,
      forget() {
        picture?.removeEventListener('ended', onPictureEnded)
        sound?.removeEventListener('ended', onSoundEnded)
      },
    }
    stopLevels?.()
    stopLevels = null
    running = next
    if (sound) sound.contentHint = 'music'
    applyHint(next)
    arrangeBlackWatch(next)
    arrangeSoundWatch(next)
    arrangeLevels()
    changes.emit()
    // The senders have been given the new tracks by now: no stop in between.
    if (former) close(former)
    if (!sound) notices.emit('shareNoSound')
  }

  function close(share: Running): void {
    share.forget()
    share.stopBlackWatch?.()
    share.stopSoundWatch?.()
    share.monitor?.close()
    share.capture.stop()
  }

  function stop(): void {
    supersede()
    const former = running
    if (!former) return
    running = null
    stopLevels?.()
    stopLevels = null
    changes.emit()
    close(former)
  }

  /** The browser ended the capture: its stop bar, a closed window, a closed tab. */
  function ended(share: Running): void {
    if (running !== share) return
    const { tabId } = share
    const because = share.capture.endedBecause()
    stop()
    if (tabId === null) {
      notices.emit(because)
      return
    }
    const cancel = clock.after(TAB_GONE_MS, () => {
      endedTab = null
      notices.emit(because)
    })
    endedTab = { tabId, cancel }
  }

  function soundEnded(share: Running): void {
    if (running !== share) return
    if (share.source === 'music' || !share.capture.picture) {
      ended(share)
      return
    }
    // When everything ends, the picture's end comes in the same moment and says so.
    clock.after(TAB_GONE_MS, () => {
      if (running !== share) return
      share.sound = false
      changes.emit()
      notices.emit('shareNoSound')
    })
  }

  function applyHint(share: Running): void {
    if (share.capture.picture) share.capture.picture.contentHint = share.hint
  }

  function arrangeBlackWatch(share: Running): void {
    const track = share.picture ? share.capture.picture : null
    if ((track !== null) === (share.stopBlackWatch !== null)) return
    share.stopBlackWatch?.()
    share.stopBlackWatch =
      track &&
      watchBlack(track, deps, (black) => {
        share.black = black
        changes.emit()
        if (black) notices.emit('shareProtected')
      })
  }

  /** Only music is expected to sound from the start: a page of text may well be silent. */
  function arrangeSoundWatch(share: Running): void {
    share.stopSoundWatch?.()
    const { monitor, source } = share
    share.stopSoundWatch = source === 'music' && monitor ? watchSilence(monitor, clock, () => notices.emit('shareNoSound')) : null
  }

  function arrangeLevels(): void {
    const monitor = running?.sound ? running.monitor : null
    const wanted = monitor !== null && levels.size > 0
    if (wanted === (stopLevels !== null)) return
    stopLevels?.()
    stopLevels = wanted ? monitor.listen(clock, (now) => levels.emit(now)) : null
  }

  /** The tab is captured already: music and page sharing differ only in what is sent of it. */
  function convert(share: Running, source: ShareSource, title: string): void {
    share.source = source
    share.title = title
    share.picture = share.capture.picture !== null && source !== 'music'
    arrangeBlackWatch(share)
    arrangeSoundWatch(share)
    changes.emit()
  }

  return {
    get share() {
      return running && localShare(running, monitorVolume, musicBitrate)
    },
    get pictureTrack() {
      return running?.picture ? running.capture.picture : null
    },
    get soundTrack() {
      return running?.sound ? running.capture.sound : null
    },
    async startTab({ from, source, tabId, title, hint }) {
      const asked: Wanted = { source, tabId, title, hint }
      if (running?.tabId === tabId && from.by !== 'overlay') {
        supersede()
        convert(running, source, title)
      } else if (from.by === 'stream') {
        await start(
          () => captureTab(devices, from.streamId),
          () => 'shareRefused',
          asked,
        )
      } else if (from.by === 'overlay') {
        await start(
          () => takeCarried(from.capture),
          () => 'shareRefused',
          asked,
        )
      } else if (pending?.tabId === tabId) {
        pending = asked
      } else {
        notices.emit('shareRefused')
      }
    },
    async startDisplay() {
      const askedAt = clock.now()
      const refusal = (error: unknown): NoticeCode => DISPLAY_REFUSALS[captureRefusal(error, clock.now() - askedAt)]
      await start((superseded) => captureDisplay(openPicker, superseded), refusal, {
        source: 'display',
        tabId: null,
        title: null,
        hint: 'detail',
      })
    },
    stop,
    setHint(hint) {
      if (!running) return
      running.hintChosen = true
      if (running.hint === hint) return
      running.hint = hint
      applyHint(running)
      changes.emit()
    },
    setPicture(picture) {
      const possible = picture && running?.capture.picture !== null
      if (!running || running.picture === possible) return
      running.picture = possible
      arrangeBlackWatch(running)
      changes.emit()
    },
    setMonitorVolume(volume) {
      monitorVolume = Math.min(1, Math.max(0, volume))
      if (running && running.tabId !== null) running.monitor?.setVolume(monitorVolume)
      changes.emit()
    },
    setMusicBitrate(kbps) {
      if (musicBitrate === kbps) return
      musicBitrate = kbps
      changes.emit()
    },
    tabMediaChanged(tabId, { hint, music }) {
      if (!running || running.tabId !== tabId) return
      running.music = music
      if (hint !== null && !running.hintChosen) running.hint = hint
      applyHint(running)
      changes.emit()
    },
    tabGone(tabId) {
      if (running?.tabId === tabId) {
        stop()
      } else if (endedTab?.tabId === tabId) {
        endedTab.cancel()
        endedTab = null
      } else {
        return
      }
      notices.emit('shareTabClosed')
    },
    onChange: changes.subscribe,
    onNotice: notices.subscribe,
    onLevels: levels.subscribe,
  }
}
