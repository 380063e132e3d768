import type { ReadFrames } from '../frames/frameReader'
import type { Unsubscribe } from '../ports'
import type { Clock } from './clock'
import { numberIn, statsEntries } from './stats'

/**
 * A page that stands still gives no new picture, so the coarse one that was encoded while it moved would stay for seconds.
 * Asked for the same picture again, the encoder refines it: a page of small print is sharp 0.6 s after the first picture
 * (measured at 4 Mbit/s; 3 s without).
 */
const LOOK_MS = 150

/** From here on (VP8's scale, 0 to 127) more is not seen. */
const SHARP_QP = 20

/** What is not sharp after so many has no more to gain, whatever the scale of its encoder. */
const MOST_REPEATS = 8

/** What an encoder has counted of its pictures. */
export interface EncodedCount {
  readonly frames: number
  /** The sum of their quantizers: how coarse they are. */
  readonly qpSum: number
}

export interface Sharpening {
  readonly count: EncodedCount
  /** How coarse the newest pictures are. */
  readonly qp: number
  /** How often this same picture was asked for. */
  readonly repeats: number
  /** Whether one that was asked for may come now. */
  readonly asked: boolean
}

/** One look further: `asked` says whether the same picture is wanted again. Null `state` at the first look. */
export function sharpenStep(state: Sharpening | null, count: EncodedCount): Sharpening {
  if (state === null) return { count, qp: Number.POSITIVE_INFINITY, repeats: 0, asked: false }
  const frames = count.frames - state.count.frames
  const moved = frames > (state.asked ? 1 : 0)
  const qp = frames > 0 ? (count.qpSum - state.count.qpSum) / frames : state.qp
  const repeats = moved ? 0 : state.repeats
  const asked = !moved && qp > SHARP_QP && repeats < MOST_REPEATS
  return { count, qp, repeats: asked ? repeats + 1 : repeats, asked }
}

/** From the first picture on, calls `repeat` whenever what `sender` sends stands still and could be sharper. @returns stops it. */
export function watchSharpness(
  sender: Pick<RTCRtpSender, 'getStats'>,
  clock: Pick<Clock, 'every'>,
  repeat: () => void,
): Unsubscribe {
  let state: Sharpening | null = null
  let stopped = false
  async function look(): Promise<void> {
    const outbound = statsEntries(await sender.getStats()).find(({ type }) => type === 'outbound-rtp')
    const frames = numberIn(outbound, 'framesEncoded')
    const qpSum = numberIn(outbound, 'qpSum')
    if (stopped || frames === null || qpSum === null) return
    state = sharpenStep(state, { frames, qpSum })
    if (state.asked) repeat()
  }
  // A closed connection has no statistics; its successor is watched anew.
  void look().catch(() => {})
  const stop = clock.every(LOOK_MS, () => void look().catch(() => {}))
  return () => {
    stopped = true
    stop()
  }
}

/**
 * Has a capture give its present picture once more: whoever begins to read one is given it at once, and with them all who
 * have it, the encoder too. @returns stops waiting for it.
 */
export function giveAgain(picture: MediaStreamTrack, readFrames: ReadFrames): Unsubscribe {
  const reader = readFrames(
    picture,
    (frame) => {
      frame.close()
      reader.stop()
    },
    () => undefined,
  )
  return reader.stop
}
