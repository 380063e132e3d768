import * as v from 'valibot'
import type { ShareDown, SharePart, SharePortOffer } from '../../messaging/sharePort'
import type { Clock } from '../media/clock'
import type { Capture } from './capture'

/** Captures that overlays carry to this document, by their names. */
export interface CarriedCaptures {
  addPort(port: MessagePort, offer: SharePortOffer): void
  /** Resolves with the capture of that name as soon as its port is here. Rejects where none comes. */
  take(capture: string): Promise<Capture>
  /** The view that carries it is gone, with its document and the capture. A port does not tell. */
  viewLeft(capture: string): void
}

/** Port and name come on two ways, and either may be first. */
const PORT_TIMEOUT_MS = 3_000
/** A page that stands still gives no frames, but whoever begins to look needs one: the last is sent again this often. */
const REPEAT_MS = 500
/** In a millisecond. */
const MICROSECONDS = 1_000

const part = v.picklist(['picture', 'sound'])
const ShareUpSchema = v.variant('type', [
  v.object({ type: v.literal('frame'), of: part, frame: v.union([v.instance(VideoFrame), v.instance(AudioData)]) }),
  v.object({ type: v.literal('end'), of: part }),
])

export function createCarriedCaptures(clock: Clock): CarriedCaptures {
  const alive = new Map<string, Carried>()
  const waiting = new Map<string, Capture>()
  const wanted = new Map<string, (capture: Capture) => void>()
  return {
    viewLeft: (name) => alive.get(name)?.leave(),
    addPort(port, offer) {
      const capture = carry(port, offer, clock, () => alive.delete(offer.capture))
      alive.set(offer.capture, capture)
      const give = wanted.get(offer.capture)
      if (give) {
        give(capture)
        return
      }
      waiting.set(offer.capture, capture)
      clock.after(PORT_TIMEOUT_MS, () => {
        if (waiting.delete(offer.capture)) capture.stop()
      })
    },
    take(name) {
      const here = waiting.get(name)
      if (here) {
        waiting.delete(name)
        return Promise.resolve(here)
      }
      return new Promise((resolve, reject) => {
        const cancel = clock.after(PORT_TIMEOUT_MS, () => {
          wanted.delete(name)
          reject(new Error('No port came.'))
        })
        wanted.set(name, (capture) => {
          wanted.delete(name)
          cancel()
          resolve(capture)
        })
      })
    },
  }
}

interface Carried extends Capture {
  /** Ends it, as the browser ended it with its document. */
  leave(): void
}

function carry(port: MessagePort, offer: SharePortOffer, clock: Clock, onOver: () => void): Carried {
  const picture = offer.picture ? makePictureSink(clock) : null
  const sound = offer.sound ? makeSoundSink() : null
  const sinks: Readonly<Record<SharePart, Sink | null>> = { picture, sound }
  let left = false

  port.onmessage = async ({ data }: MessageEvent<unknown>) => {
    const message = v.safeParse(ShareUpSchema, data)
    if (!message.success) return
    const { of } = message.output
    if (message.output.type === 'end') {
      sinks[of]?.end()
      return
    }
    await sinks[of]?.write(message.output.frame)
    const ack: ShareDown = { type: 'ack', of }
    port.postMessage(ack)
  }
  port.start()
  const ready: ShareDown = { type: 'ready' }
  port.postMessage(ready)
  return {
    picture: picture?.track ?? null,
    sound: sound?.track ?? null,
    endedBecause: () => (left ? 'shareTabLeft' : 'shareEnded'),
    stop() {
      for (const sink of Object.values(sinks)) sink?.close()
      port.close()
      onOver()
    },
    leave() {
      left = true
      for (const sink of Object.values(sinks)) sink?.end()
    },
  }
}

/** Where what is carried becomes a track again. */
interface Sink {
  readonly track: MediaStreamTrack
  /** Takes the piece over. */
  write(piece: VideoFrame | AudioData): Promise<void>
  /** The capture has ended: the track tells so. */
  end(): void
  /** It is no longer wanted. */
  close(): void
}

function makePictureSink(clock: Clock): Sink {
  const track = new MediaStreamTrackGenerator({ kind: 'video' })
  const writer = track.writable.getWriter()
  let last: VideoFrame | null = null
  let takenAt = clock.now()
  const write = (frame: VideoFrame): Promise<void> => writer.write(frame).catch(() => frame.close())
  const stopRepeating = clock.every(REPEAT_MS, () => {
    const waited = clock.now() - takenAt
    if (last === null || waited < REPEAT_MS) return
    void write(new VideoFrame(last, { timestamp: last.timestamp + waited * MICROSECONDS }))
  })
  function release(): void {
    stopRepeating()
    last?.close()
    last = null
  }
  return {
    track,
    async write(piece) {
      if (!(piece instanceof VideoFrame)) return
      last?.close()
      last = piece.clone()
      takenAt = clock.now()
      await write(piece)
    },
    end() {
      release()
      writer.close().catch(() => undefined)
    },
    close() {
      release()
      track.stop()
      writer.close().catch(() => undefined)
    },
  }
}

function makeSoundSink(): Sink {
  const track = new MediaStreamTrackGenerator({ kind: 'audio' })
  const writer = track.writable.getWriter()
  return {
    track,
    async write(piece) {
      if (piece instanceof AudioData) await writer.write(piece).catch(() => piece.close())
    },
    end: () => void writer.close().catch(() => undefined),
    close() {
      track.stop()
      writer.close().catch(() => undefined)
    },
  }
}
