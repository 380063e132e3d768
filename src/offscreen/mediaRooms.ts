import { createFramePump } from './frames/framePump'
import { readFrames } from './frames/frameReader'
import { systemClock as clock } from './media/clock'
import { createLocalMedia } from './media/localMedia'
import { createMixer } from './media/mixer'
import { createDevicePermissions } from './media/permissions'
import { createPlaceholders } from './media/placeholders'
import { createQualityMonitor } from './media/qualityMonitor'
import { createSending } from './media/sending'
import { createWarmUp } from './media/warmUp'
import { createCarriedCaptures } from './share/carriedCapture'
import { createMonitor } from './share/monitor'
import { createPicker } from './share/picker'
import { createSharing } from './share/sharing'
import { createAudioOutput } from './sound/audioOutput'
import { createPlayback } from './sound/playback'
import { createRinger } from './sound/ringer'

export type MediaRooms = ReturnType<typeof createMediaRooms>

/** The media rooms with the browser's own devices, sound and connections behind them. */
export function createMediaRooms() {
  // Measured at the speaker: `interactive` leaves gaps in music on a busy machine, `balanced` none.
  const createAudioContext = (): AudioContext => new AudioContext({ latencyHint: 'balanced' })
  const permissions = createDevicePermissions({ query: (name) => navigator.permissions.query({ name }) })
  const localMedia = createLocalMedia({ devices: navigator.mediaDevices, permissions, clock })
  const output = createAudioOutput({ createAudioContext, devices: navigator.mediaDevices, clock })
  const carried = createCarriedCaptures(clock)
  const sharing = createSharing({
    devices: navigator.mediaDevices,
    openPicker: createPicker(document),
    takeCarried: carried.take,
    createMonitor: (sound, volume) => createMonitor(output, sound, volume),
    clock,
    readFrames,
    createCanvas: (width, height) => new OffscreenCanvas(width, height),
  })
  const placeholders = createPlaceholders({ createCanvas: () => document.createElement('canvas'), createAudioContext })
  return {
    permissions,
    localMedia,
    output,
    carried,
    sharing,
    placeholders,
    sending: createSending({
      localMedia,
      sharing,
      placeholders,
      warmUp: createWarmUp(clock),
      mixer: createMixer(createAudioContext),
      readFrames,
      clock,
    }),
    playback: createPlayback({ output, localMedia, clock }),
    ringer: createRinger({ output, clock }),
    frames: createFramePump({ readFrames, createPeerConnection: () => new RTCPeerConnection(), clock }),
    quality: createQualityMonitor(clock),
  }
}
