import type { Locator } from 'playwright-core'
import { median } from '../../tests/support/median.ts'
import { SAMPLE_RATE, type Sound, toneLevel } from '../../tests/support/sound.ts'

/** The beep of `filmPage`. */
const BEEP_HERTZ = 1_000
const BEEP_LEVEL = 0.1
/** A flash and a beep that are further apart belong to different seconds. */
const SAME_SECOND_MS = 500

/** What a viewer saw and heard of `filmPage`. */
export interface Watched {
  readonly framesPerSecond: number
  /** How far a flash and its beep are apart, in milliseconds: the median; infinite where either was missing. */
  readonly apart: number
}

/** Watches for `ms`, with `hear` recording the speaker over the same time. */
export async function watchFilm(
  video: Locator,
  hear: () => Promise<{ readonly sound: Sound; readonly startedAt: number }>,
  ms: number,
): Promise<Watched> {
  const seeing = video.evaluate(seeFlashes, ms)
  const { sound, startedAt } = await hear()
  const { flashes, framesPerSecond } = await seeing
  const beeps = onsets(sound.left).map((at) => startedAt + at)
  const apart = flashes
    .map((flash) => Math.min(...beeps.map((beep) => Math.abs(beep - flash))))
    .filter((each) => each < SAME_SECOND_MS)
  return { framesPerSecond, apart: apart.length > 0 ? median(apart) : Number.POSITIVE_INFINITY }
}

/** Runs in the viewer's page; moments are `Date.now()`. */
async function seeFlashes(video: Element, ms: number): Promise<{ flashes: number[]; framesPerSecond: number }> {
  if (!(video instanceof HTMLVideoElement)) throw new Error('no video')
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const flashes: number[] = []
  let white = true
  let frames = 0
  const until = performance.now() + ms
  await new Promise<void>((resolve) => {
    const look: VideoFrameRequestCallback = (_now, { expectedDisplayTime }) => {
      frames++
      pen?.drawImage(video, 0, 0, 1, 1)
      const [red = 0, , blue = 0] = pen?.getImageData(0, 0, 1, 1).data ?? []
      const is = red > 200 && blue > 200
      if (is && !white) flashes.push(performance.timeOrigin + expectedDisplayTime)
      white = is
      if (performance.now() < until) video.requestVideoFrameCallback(look)
      else resolve()
    }
    video.requestVideoFrameCallback(look)
  })
  return { flashes, framesPerSecond: (frames * 1000) / ms }
}

/** Where the beep begins, in milliseconds. */
function onsets(samples: Float32Array): number[] {
  const block = SAMPLE_RATE / 100
  const found: number[] = []
  let sounding = true
  for (let start = 0; start + block <= samples.length; start += block) {
    const loud = toneLevel(samples.subarray(start, start + block), BEEP_HERTZ) > BEEP_LEVEL
    if (loud && !sounding) found.push((start * 1000) / SAMPLE_RATE)
    sounding = loud
  }
  return found
}
