import type { ReadFrames } from '../frames/frameReader'
import type { Clock } from '../media/clock'
import { BLACK_LOOKS, countBlack, isBlack } from './blackness'

export interface BlackWatchDeps {
  readonly readFrames: ReadFrames
  readonly clock: Clock
  readonly createCanvas: (width: number, height: number) => OffscreenCanvas
}

/** Protected video stays black as long as it plays: there is no hurry, and each look costs a frame. */
const LOOK_MS = 3_000
/** Small enough to cost nothing, large enough for a line of text to leave grey in it. */
const WIDTH = 64
const HEIGHT = 36

/** Looks at one frame every few seconds until the returned function is called; tells each change. */
export function watchBlack(
  track: MediaStreamTrack,
  { readFrames, clock, createCanvas }: BlackWatchDeps,
  onChange: (black: boolean) => void,
): () => void {
  const context = createCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true })
  let looks = 0
  let black = false
  let endLook = (): void => {}

  function look(): void {
    // A still page may give no frame until the next look: what was seen last stands.
    endLook()
    const reader = readFrames(
      track,
      (frame) => {
        judge(frame)
        reader.stop()
      },
      () => {},
    )
    endLook = reader.stop
  }

  function judge(frame: VideoFrame): void {
    context?.drawImage(frame, 0, 0, WIDTH, HEIGHT)
    frame.close()
    const pixels = context?.getImageData(0, 0, WIDTH, HEIGHT).data
    if (!pixels) return
    looks = countBlack(looks, isBlack(pixels, WIDTH))
    const now = looks >= BLACK_LOOKS
    if (now === black) return
    black = now
    onChange(black)
  }

  const stop = clock.every(LOOK_MS, look)
  return () => {
    stop()
    endLook()
  }
}
