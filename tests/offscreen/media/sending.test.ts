import { beforeEach, expect, it } from 'vitest'
import { createSending } from '../../../src/offscreen/media/sending'
import type { MediaLine } from '../../../src/offscreen/ports'
import { createFakeClock, FakeTrack } from '../fakes'

/** What congestion control allows, in bits a second. */
let available: number
/** What the other side says it has lost. */
let loss: number
const clock = createFakeClock()
const picture = new FakeTrack('video', 'picture')
const nothing = () => () => {}

function makeLine(): MediaLine {
  let bytesSent = 0
  return {
    kind: 'tabcall',
    peerConnection: Object.assign(Object.create(null), {
      async getStats() {
        // As much is sent as the line takes.
        bytesSent += available / 8
        return new Map([
          ['T', { id: 'T', type: 'transport', selectedCandidatePairId: 'P' }],
          [
            'P',
            {
              id: 'P',
              type: 'candidate-pair',
              nominated: true,
              state: 'succeeded',
              availableOutgoingBitrate: available,
              bytesSent,
            },
          ],
          ['R', { id: 'R', type: 'remote-inbound-rtp', timestamp: clock.now(), fractionLost: loss }],
        ])
      },
    }),
    sender: () => null,
    receiver: () => null,
    remoteTrack: () => null,
    onRemoteTrack: nothing,
  }
}

beforeEach(() => {
  available = 4_000_000
  loss = 0
})

const unused = (): never => {
  throw new Error('not used')
}

function makeSending(more: { readonly cameraTrack?: MediaStreamTrack | null; readonly pictureTrack?: MediaStreamTrack | null }) {
  const { cameraTrack = null, pictureTrack = null } = more
  return createSending({
    readFrames: () => ({ stop: unused }),
    clock,
    localMedia: {
      microphone: 'on',
      camera: 'off',
      microphoneTrack: new FakeTrack('audio', 'voice'),
      cameraTrack,
      microphoneComing: true,
      cameraComing: cameraTrack !== null,
      acquire: unused,
      previewCamera: unused,
      setMicrophone: unused,
      setCamera: unused,
      useDevices: unused,
      release: unused,
      onChange: nothing,
      onNotice: nothing,
    },
    sharing: {
      share: null,
      pictureTrack,
      soundTrack: null,
      startTab: unused,
      startDisplay: unused,
      stop: unused,
      setHint: unused,
      setPicture: unused,
      setMonitorVolume: unused,
      setMusicBitrate: unused,
      tabMediaChanged: unused,
      tabGone: unused,
      onChange: nothing,
      onNotice: nothing,
      onLevels: nothing,
    },
    placeholders: { silence: unused, black: unused, dispose: () => {} },
    warmUp: { track: ({ width, height }) => new FakeTrack('video', `black ${width}x${height}`), dispose: () => {} },
    mixer: { mix: unused, dispose: () => {} },
  })
}

/** A line that keeps what its senders were given. */
function makeHearingLine(): { readonly line: MediaLine; readonly given: Record<string, (string | null)[]> } {
  const given: Record<string, (string | null)[]> = { microphone: [], camera: [] }
  const senderOf = (slot: string): RTCRtpSender | null => {
    const log = given[slot]
    if (log === undefined) return null
    let track: MediaStreamTrack | null = null
    return Object.assign(Object.create(null), {
      get track() {
        return track
      },
      getParameters: () => ({ encodings: [{ active: true }] }),
      setParameters: async () => undefined,
      async replaceTrack(next: MediaStreamTrack | null) {
        track = next
        log.push(next?.label ?? null)
      },
    })
  }
  const senders = new Map(['microphone', 'camera'].map((slot) => [slot, senderOf(slot)]))
  return { line: { ...makeLine(), sender: (slot) => senders.get(slot) ?? null }, given }
}

it('sends black in the place of the camera while it rings, and nothing of this person before the accept', async () => {
  const camera = Object.assign(new FakeTrack('video', 'face'), { getSettings: () => ({ width: 640, height: 480 }) })
  const sending = makeSending({ cameraTrack: camera })
  const { line, given } = makeHearingLine()
  sending.prepare(line)
  await clock.advance(1_000)
  expect(given).toEqual({ microphone: [], camera: ['black 640x480'] })
  sending.attach(line)
  // In this very turn: nothing stands between the accept and the picture.
  expect(given.camera).toEqual(['black 640x480', 'face'])
  await clock.advance(1_000)
  expect(given.microphone).toEqual(['voice'])
  sending.detach()
})

it('tells while the shared picture waits for the line, and when it no longer does', async () => {
  const sending = makeSending({ pictureTrack: picture })
  const seen: boolean[] = []
  sending.onChange(() => seen.push(sending.sharePaused))
  sending.attach(makeLine())
  await clock.advance(5_000)
  expect(sending.sharePaused).toBe(false)
  available = 90_000
  await clock.advance(8_000)
  expect(sending.sharePaused, 'not by a guess alone').toBe(false)
  loss = 0.2
  await clock.advance(8_000)
  expect(sending.sharePaused).toBe(true)
  available = 4_000_000
  loss = 0
  await clock.advance(15_000)
  expect(sending.sharePaused).toBe(false)
  expect(seen).toEqual([true, false])
  sending.detach()
})
