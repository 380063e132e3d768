import { systemClock } from '../../../src/offscreen/media/clock'
import { watchLine } from '../../../src/offscreen/media/lineWatch'
import { createQualityMonitor } from '../../../src/offscreen/media/qualityMonitor'
import { isRecord } from './guards'
import { spectrum, until, wait } from './measure'
import { connectPair } from './pair'
import { decoded, frameHeight, knownShare, makeRooms } from './rooms'

export const mediaScenarios = {
  async devices() {
    const { localMedia } = makeRooms(knownShare())
    const acquired = await localMedia.acquire({ camera: true })
    const first = localMedia.cameraTrack
    const microphone = localMedia.microphoneTrack
    const settings = microphone?.getSettings()
    await localMedia.setMicrophone(false)
    const muted = { state: localMedia.microphone, live: microphone?.readyState, enabled: microphone?.enabled }
    await localMedia.setCamera(false)
    const off = { state: localMedia.camera, track: localMedia.cameraTrack, former: first?.readyState }
    void localMedia.setCamera(true)
    void localMedia.setCamera(false)
    await localMedia.setCamera(true)
    const again = {
      state: localMedia.camera,
      live: localMedia.cameraTrack?.readyState,
      size: localMedia.cameraTrack?.getSettings().height,
    }
    const last = localMedia.cameraTrack
    localMedia.release()
    const released = [microphone?.readyState, last?.readyState, localMedia.microphone, localMedia.camera]
    const acquiring = localMedia.acquire({ camera: true })
    localMedia.release()
    await acquiring
    const late = [localMedia.microphoneTrack, localMedia.cameraTrack]
    return { acquired, echo: settings?.echoCancellation, muted, off, again, released, late }
  },

  async call() {
    const rooms = makeRooms(knownShare())
    await rooms.localMedia.acquire({ camera: true })
    const pair = await connectPair()
    rooms.sending.attach(pair.near)
    const cameraMs = await until(async () => (await decoded(pair.far, 'camera')) >= 2, 10_000)
    await rooms.sharing.startDisplay()
    const shareMs = await until(async () => (await decoded(pair.far, 'sharePicture')) >= 2, 10_000)
    rooms.sharing.setMusicBitrate(256)
    const soundTrack = pair.far.remoteTrack('shareSound')
    const tones = soundTrack && (await spectrum(soundTrack, [1_000, 2_000]))
    const voiceTrack = pair.far.remoteTrack('microphone')
    await wait(3_000)
    const sent = await (async () => {
      const report = await pair.near.peerConnection.getStats()
      const found: unknown[] = []
      report.forEach((entry: unknown) => {
        if (isRecord(entry) && entry.type === 'outbound-rtp')
          found.push([
            entry.mid,
            entry.kind,
            entry.frameWidth,
            entry.frameHeight,
            entry.framesPerSecond,
            entry.targetBitrate,
            entry.qualityLimitationReason,
            entry.contentType,
          ])
      })
      return found
    })()
    const parameters = (['microphone', 'camera', 'sharePicture', 'shareSound'] as const).map((slot) => {
      const { encodings, degradationPreference } = pair.near.sender(slot)?.getParameters() ?? { encodings: [] }
      return [slot, encodings[0]?.maxBitrate, encodings[0]?.priority, encodings[0]?.active, degradationPreference]
    })
    // Nobody looks.
    rooms.sending.setViewed({ camera: false, share: false })
    await wait(500)
    const before = [await decoded(pair.far, 'camera'), await decoded(pair.far, 'sharePicture')]
    await wait(1_000)
    const still = [await decoded(pair.far, 'camera'), await decoded(pair.far, 'sharePicture')]
    rooms.sending.setViewed({ camera: true, share: true })
    const [cameraBackMs, shareBackMs] = await Promise.all([
      until(async () => (await decoded(pair.far, 'camera')) > (still[0] ?? 0), 5_000),
      until(async () => (await decoded(pair.far, 'sharePicture')) > (still[1] ?? 0), 5_000),
    ])
    const height = await frameHeight(pair.far, 'sharePicture')
    rooms.sharing.stop()
    await rooms.localMedia.setCamera(false)
    await wait(300)
    const stopped = [await decoded(pair.far, 'camera'), await decoded(pair.far, 'sharePicture')]
    await wait(700)
    const stillStopped = [await decoded(pair.far, 'camera'), await decoded(pair.far, 'sharePicture')]
    void rooms.localMedia.setCamera(true)
    const cameraOnMs = await until(async () => (await decoded(pair.far, 'camera')) > (stillStopped[0] ?? 0), 5_000)
    rooms.localMedia.release()
    rooms.sending.detach()
    pair.close()
    return {
      cameraMs,
      shareMs,
      tones,
      voice: voiceTrack?.readyState,
      sent,
      parameters,
      before,
      still,
      cameraBackMs,
      shareBackMs,
      height,
      stopped,
      stillStopped,
      cameraOnMs,
      notices: rooms.notices,
    }
  },

  async plain() {
    const rooms = makeRooms(knownShare(1280, 720, [1_000, 3_000]))
    await rooms.localMedia.acquire({ camera: false })
    const pair = await connectPair('plain')
    const listener = makeRooms(knownShare())
    // What nobody plays piles up in the jitter buffer.
    listener.playback.attach(pair.far)
    rooms.sending.attach(pair.near)
    const blackMs = await until(async () => (await decoded(pair.far, 'camera')) >= 2, 10_000)
    const blackHeight = await frameHeight(pair.far, 'camera')
    await rooms.sharing.startDisplay()
    await until(async () => (await frameHeight(pair.far, 'camera')) === 720, 8_000)
    const shareHeight = await frameHeight(pair.far, 'camera')
    const track = pair.far.remoteTrack('microphone')
    const tones = track && (await spectrum(track, [1_000, 3_000, 7_000]))
    rooms.sharing.stop()
    await until(async () => (await frameHeight(pair.far, 'camera')) === 180, 5_000)
    const after = await frameHeight(pair.far, 'camera')
    rooms.localMedia.release()
    rooms.sending.detach()
    listener.playback.detach()
    pair.close()
    return { blackMs, blackHeight, shareHeight, tones, after, notices: rooms.notices }
  },

  async silence() {
    const rooms = makeRooms(knownShare())
    const pair = await connectPair()
    // No microphone at all: silence is sent in its place.
    rooms.sending.attach(pair.near)
    const events: string[] = []
    // The silence starts with an AudioContext; in a call the channel's beats bridge that.
    await wait(1_500)
    const stop = watchLine(pair.far.peerConnection, {
      clock: systemClock,
      onSilent: () => events.push('silent'),
      onAlive: () => events.push('alive'),
    })
    const quality = createQualityMonitor(systemClock)
    quality.attach(pair.far)
    await wait(3_000)
    const whileSent = [...events]
    const seen = quality.quality
    pair.near.peerConnection.close()
    const silentMs = await until(() => events.includes('silent'), 4_000)
    stop()
    quality.detach()
    pair.close()
    return { whileSent, silentMs, seen }
  },
}
