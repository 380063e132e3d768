import { createFramePump } from '../../../src/offscreen/frames/framePump'
import { readFrames } from '../../../src/offscreen/frames/frameReader'
import { systemClock } from '../../../src/offscreen/media/clock'
import { createLocalMedia } from '../../../src/offscreen/media/localMedia'
import { createMixer } from '../../../src/offscreen/media/mixer'
import { createDevicePermissions } from '../../../src/offscreen/media/permissions'
import { createPlaceholders } from '../../../src/offscreen/media/placeholders'
import { createSending } from '../../../src/offscreen/media/sending'
import { createWarmUp } from '../../../src/offscreen/media/warmUp'
import type { MediaLine } from '../../../src/offscreen/ports'
import { createMonitor } from '../../../src/offscreen/share/monitor'
import { createSharing } from '../../../src/offscreen/share/sharing'
import { createAudioOutput } from '../../../src/offscreen/sound/audioOutput'
import { createPlayback } from '../../../src/offscreen/sound/playback'
import { inbound, movingTrack, toneTrack } from './measure'

export const createAudioContext = (): AudioContext => new AudioContext({ sampleRate: 48_000 })

export function makeRooms(capture: () => Promise<MediaStream>) {
  const permissions = createDevicePermissions({ query: (name) => navigator.permissions.query({ name }) })
  const localMedia = createLocalMedia({ devices: navigator.mediaDevices, permissions, clock: systemClock })
  const output = createAudioOutput({ createAudioContext, devices: navigator.mediaDevices, clock: systemClock })
  const sharing = createSharing({
    devices: { getUserMedia: capture },
    openPicker: async () => ({ stream: await capture(), release: () => undefined }),
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
    readFrames,
    clock: systemClock,
  })
  const framePump = createFramePump({ readFrames, createPeerConnection: () => new RTCPeerConnection(), clock: systemClock })
  const playback = createPlayback({ output, localMedia, clock: systemClock })
  const notices: string[] = []
  for (const room of [localMedia, sharing, sending]) room.onNotice((code) => notices.push(code))
  return { localMedia, sharing, sending, framePump, playback, notices }
}

/** A known share: 1 kHz left, 2 kHz right, moving colours. */
export function knownShare(
  width = 1280,
  height = 720,
  tones: readonly [number, number] = [1_000, 2_000],
): () => Promise<MediaStream> {
  return async () => new MediaStream([movingTrack(width, height).track, toneTrack(createAudioContext(), ...tones)])
}

export async function decoded(line: MediaLine, slot: 'camera' | 'sharePicture'): Promise<number> {
  const index = slot === 'camera' ? 1 : 2
  const entry = await inbound(line.peerConnection, 'video', line.peerConnection.getTransceivers()[index]?.mid ?? null)
  return typeof entry.framesDecoded === 'number' ? entry.framesDecoded : 0
}

export async function frameHeight(line: MediaLine, slot: 'camera' | 'sharePicture'): Promise<unknown> {
  const index = slot === 'camera' ? 1 : 2
  return (await inbound(line.peerConnection, 'video', line.peerConnection.getTransceivers()[index]?.mid ?? null)).frameHeight
}

/** The same context with another destination. */
export function redirected(context: AudioContext, destination: AudioNode): AudioContext {
  return new Proxy(context, {
    get(target, property) {
      if (property === 'destination') return destination
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
