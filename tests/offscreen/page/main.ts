import { createFramePump } from '../../../src/offscreen/frames/framePump'
import { readFrames } from '../../../src/offscreen/frames/frameReader'
import { systemClock } from '../../../src/offscreen/media/clock'
import { watchLine } from '../../../src/offscreen/media/lineWatch'
import { createLocalMedia } from '../../../src/offscreen/media/localMedia'
import { createMixer } from '../../../src/offscreen/media/mixer'
import { createDevicePermissions } from '../../../src/offscreen/media/permissions'
import { createPlaceholders } from '../../../src/offscreen/media/placeholders'
import { createQualityMonitor } from '../../../src/offscreen/media/qualityMonitor'
import { createSending } from '../../../src/offscreen/media/sending'
import { createWarmUp } from '../../../src/offscreen/media/warmUp'
import type { MediaLine } from '../../../src/offscreen/ports'
import { createMonitor } from '../../../src/offscreen/share/monitor'
import { createSharing } from '../../../src/offscreen/share/sharing'
import { createAudioOutput } from '../../../src/offscreen/sound/audioOutput'
import { createPlayback } from '../../../src/offscreen/sound/playback'
import { createRinger } from '../../../src/offscreen/sound/ringer'
import { isRecord } from './guards'
import { inbound, movingTrack, spectrum, toneTrack, until, wait } from './measure'
import { connectPair } from './pair'

const createAudioContext = (): AudioContext => new AudioContext({ sampleRate: 48_000 })

function makeRooms(capture: () => Promise<MediaStream>) {
  const permissions = createDevicePermissions({ query: (name) => navigator.permissions.query({ name }) })
  const localMedia = createLocalMedia({ devices: navigator.mediaDevices, permissions, clock: systemClock })
  const output = createAudioOutput({ createAudioContext, devices: navigator.mediaDevices, clock: systemClock })
  const sharing = createSharing({
    devices: { getUserMedia: capture, getDisplayMedia: capture },
    takeCarried: () => Promise.reject(new Error('not here')),
    createMonitor: (track, volume) => createMonitor(output, track, volume),
    clock: systemClock,
    readFrames,
    createCanvas: (width, height) => new OffscreenCanvas(width, height),
  })
  const sending = createSending({
    localMedia,
    sharing,
    warmUp: createWarmUp(systemClock),
    placeholders: createPlaceholders({ createCanvas: () => document.createElement('canvas'), createAudioContext }),
    mixer: createMixer(createAudioContext),
    clock: systemClock,
  })
  const framePump = createFramePump({ readFrames, createPeerConnection: () => new RTCPeerConnection(), clock: systemClock })
  const playback = createPlayback({ output, localMedia, clock: systemClock })
  const notices: string[] = []
  for (const room of [localMedia, sharing, sending]) room.onNotice((code) => notices.push(code))
  return { localMedia, sharing, sending, framePump, playback, notices }
}

/** A known share: 1 kHz left, 2 kHz right, moving colours. */
function knownShare(width = 1280, height = 720, tones: readonly [number, number] = [1_000, 2_000]): () => Promise<MediaStream> {
  return async () => new MediaStream([movingTrack(width, height).track, toneTrack(createAudioContext(), ...tones)])
}

async function decoded(line: MediaLine, slot: 'camera' | 'sharePicture'): Promise<number> {
  const index = slot === 'camera' ? 1 : 2
  const entry = await inbound(line.peerConnection, 'video', line.peerConnection.getTransceivers()[index]?.mid ?? null)
  return typeof entry.framesDecoded === 'number' ? entry.framesDecoded : 0
}

async function frameHeight(line: MediaLine, slot: 'camera' | 'sharePicture'): Promise<unknown> {
  const index = slot === 'camera' ? 1 : 2
  return (await inbound(line.peerConnection, 'video', line.peerConnection.getTransceivers()[index]?.mid ?? null)).frameHeight
}

/** The same context with another destination. */
function redirected(context: AudioContext, destination: AudioNode): AudioContext {
  return new Proxy(context, {
    get(target, property) {
      if (property === 'destination') return destination
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const scenarios = {
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

  async frames() {
    const rooms = makeRooms(knownShare())
    const { track } = movingTrack(640, 360)
    const wanted: unknown[] = []
    rooms.framePump.onWantedChange((now) => wanted.push(now))
    rooms.framePump.setTrack('remote', track)
    const counts = { acking: 0, other: 0, silent: 0, ends: 0 }
    const open = (name: 'acking' | 'other' | 'silent', acks: boolean): MessagePort => {
      const channel = new MessageChannel()
      channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (!isRecord(data)) return
        if (data.type === 'end') counts.ends++
        if (!(data.frame instanceof VideoFrame)) return
        counts[name]++
        data.frame.close()
        if (acks) channel.port1.postMessage({ type: 'ack', source: data.source })
      }
      rooms.framePump.addPort(channel.port2, name)
      channel.port1.postMessage({ type: 'want', sources: ['remote'] })
      return channel.port1
    }
    const acking = open('acking', true)
    const other = open('other', true)
    open('silent', false)
    await wait(2_000)
    const running = { ...counts }
    acking.postMessage({ type: 'want', sources: [] })
    await wait(200)
    const hidden = counts.acking
    await wait(500)
    const stillHidden = counts.acking
    other.close()
    rooms.framePump.setTrack('remote', null)
    await wait(100)
    return { running, hidden, stillHidden, ends: counts.ends, wanted }
  },

  async loopback() {
    const rooms = makeRooms(knownShare())
    const view = new RTCPeerConnection()
    rooms.framePump.setTrack('remote', movingTrack(640, 360).track)
    const loopback = rooms.framePump.addLoopback((signal) => void receive(signal))
    async function receive(signal: Parameters<typeof loopback.handle>[0]): Promise<void> {
      if (signal.kind === 'description') {
        await view.setRemoteDescription({ type: signal.type, sdp: signal.sdp })
        await view.setLocalDescription()
        loopback.handle({ kind: 'description', type: 'answer', sdp: view.localDescription?.sdp ?? '' })
      } else if (signal.kind === 'candidate') {
        await view.addIceCandidate({ candidate: signal.candidate, sdpMid: signal.sdpMid, sdpMLineIndex: signal.sdpMLineIndex })
      }
    }
    view.onicecandidate = ({ candidate }) => {
      if (candidate)
        loopback.handle({
          kind: 'candidate',
          candidate: candidate.candidate,
          sdpMid: candidate.sdpMid,
          sdpMLineIndex: candidate.sdpMLineIndex,
        })
    }
    loopback.handle({ kind: 'start' })
    loopback.want(['remote'])
    const frames = async (): Promise<number> => {
      const entry = await inbound(view, 'video', view.getTransceivers()[0]?.mid ?? null)
      return typeof entry.framesDecoded === 'number' ? entry.framesDecoded : 0
    }
    const ms = await until(async () => (await frames()) > 10, 8_000)
    loopback.want([])
    await wait(300)
    const paused = await frames()
    await wait(500)
    const stillPaused = await frames()
    loopback.close()
    view.close()
    return { ms, paused, stillPaused }
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

  /** Music goes on, and after a second the other's voice begins for a second: how loud is the music at the speaker? */
  async ducking() {
    const near = makeRooms(async () => new MediaStream([toneTrack(createAudioContext(), 1_000, 1_000)]))
    const pair = await connectPair()
    near.sending.attach(pair.near)
    const context = createAudioContext()
    const ear = context.createAnalyser()
    ear.fftSize = 8_192
    ear.smoothingTimeConstant = 0
    // The speaker of this listener is an analyser.
    const playback = createPlayback({
      output: { setSpeaker: () => {}, use: () => ({ context: redirected(context, ear), release: () => {} }) },
      localMedia: { microphoneTrack: null },
      clock: systemClock,
    })
    playback.attach(pair.far)
    await near.sharing.startDisplay()
    const bins = new Float32Array(ear.frequencyBinCount)
    const bin = Math.round((1_000 * ear.fftSize) / context.sampleRate)
    const loudness = (): number => {
      ear.getFloatFrequencyData(bins)
      return 10 ** (Math.max(...bins.subarray(bin - 2, bin + 3)) / 20)
    }
    await wait(2_500)
    const before = loudness()
    const speech = createAudioContext()
    const voice = toneTrack(speech, 300, 300)
    await pair.near.sender('microphone')?.replaceTrack(voice)
    const loweredMs = await until(() => loudness() < before * 0.3, 3_000)
    await wait(1_000)
    const during = loudness()
    await speech.close()
    await wait(3_000)
    const after = loudness()
    playback.detach()
    near.sharing.stop()
    near.sending.detach()
    pair.close()
    return { before, during, after, loweredMs }
  },

  /** The listener changes to a new line half a second before the speaker does: for how long is nothing heard? */
  async changeOfLine() {
    const voice = toneTrack(createAudioContext(), 1_000, 1_000)
    const [former, next] = [await connectPair(), await connectPair()]
    await former.near.sender('microphone')?.replaceTrack(voice)
    const context = createAudioContext()
    const ear = context.createAnalyser()
    ear.fftSize = 1_024
    const playback = createPlayback({
      output: { setSpeaker: () => {}, use: () => ({ context: redirected(context, ear), release: () => {} }) },
      localMedia: { microphoneTrack: null },
      clock: systemClock,
    })
    playback.attach(former.far)
    const samples = new Float32Array(ear.fftSize)
    const loudness = (): number => {
      ear.getFloatTimeDomainData(samples)
      return Math.max(...samples)
    }
    const heardFirst = await until(() => loudness() > 0.01, 5_000)
    await wait(1_000)
    let silentMs = 0
    let silentSince: number | null = null
    const stop = systemClock.every(20, () => {
      const heard = loudness() > 0.01
      silentSince = heard ? null : (silentSince ?? systemClock.now())
      if (silentSince !== null) silentMs = Math.max(silentMs, systemClock.now() - silentSince)
    })
    playback.attach(next.far)
    await wait(500)
    await next.near.sender('microphone')?.replaceTrack(voice)
    await former.near.sender('microphone')?.replaceTrack(null)
    await wait(1_500)
    former.close()
    await wait(500)
    stop()
    const after = loudness()
    playback.detach()
    next.close()
    return { heardFirst, silentMs, after }
  },

  /** Plays a remote stereo tone through the speaker, where a test records it. Without ducking. */
  async play(seconds: number, latencyHint: AudioContextLatencyCategory | 'element') {
    const steady = (): AudioContext => new AudioContext({ sampleRate: 48_000, latencyHint: 'playback' })
    const near = makeRooms(async () => new MediaStream([toneTrack(steady(), 1_000, 2_000)]))
    const output = createAudioOutput({
      createAudioContext: () =>
        new AudioContext({ sampleRate: 48_000, latencyHint: latencyHint === 'element' ? 'balanced' : latencyHint }),
      devices: navigator.mediaDevices,
      clock: systemClock,
    })
    const playback = createPlayback({ output, localMedia: near.localMedia, clock: systemClock })
    playback.setDucking(false)
    const pair = await connectPair()
    near.sending.attach(pair.near)
    const element = new Audio()
    if (latencyHint === 'element') {
      const track = pair.far.remoteTrack('shareSound')
      element.srcObject = new MediaStream(track ? [track] : [])
      await element.play()
    } else {
      playback.attach(pair.far)
    }
    near.sharing.setMonitorVolume(0)
    await near.sharing.startDisplay()
    await wait(seconds * 1_000)
    playback.detach()
    element.srcObject = null
    near.sharing.stop()
    near.sending.detach()
    pair.close()
  },

  async ring(tone: 'bells' | 'marimba' | 'pulse', seconds: number) {
    const ringer = createRinger({
      output: createAudioOutput({ createAudioContext, devices: navigator.mediaDevices, clock: systemClock }),
      clock: systemClock,
    })
    ringer.configure({ tone, volume: 0.6, callTones: true })
    ringer.startRinging()
    await wait(seconds * 1_000)
    ringer.stopRinging()
  },

  async tones() {
    const ringer = createRinger({
      output: createAudioOutput({ createAudioContext, devices: navigator.mediaDevices, clock: systemClock }),
      clock: systemClock,
    })
    for (const tone of ['ringback', 'connected', 'ended', 'busy'] as const) {
      ringer.playTone(tone)
      await wait(2_500)
      ringer.stopRingback()
    }
  },
}

export type Scenarios = typeof scenarios
declare global {
  interface Window {
    scenarios: Scenarios
  }
}
window.scenarios = scenarios
