import type { Locator } from 'playwright-core'
import type { Rgb } from '../../scripts/setup/fakeMedia.mjs'
import { waitUntil } from './wait.ts'

/** What a `<video>` (or canvas) showed for a while. */
export interface Picture {
  /** The mean of the top of the picture, where the moving block of the fake cameras never is. */
  readonly rgb: Rgb
  /** How many times the picture changed. */
  readonly changes: number
  readonly width: number
  readonly height: number
}

/** How far each of red, green and blue may be off after encoding. */
const COLOUR_TOLERANCE = 40
/** What changes this often in this time moves, on a machine with much else to do too. */
const MOVING_CHANGES = 3
const MOVING_MS = 1_500

/** Watches a video or canvas for `ms` milliseconds, or until it has changed often enough. */
export function watchPicture(element: Locator, ms = 500, enough = Number.POSITIVE_INFINITY): Promise<Picture> {
  return element.evaluate(
    async (shown, [duration, limit]) => {
      const isVideo = shown instanceof HTMLVideoElement
      if (!isVideo && !(shown instanceof HTMLCanvasElement)) throw new Error('neither video nor canvas')
      const canvas = new OffscreenCanvas(40, 30)
      const context = canvas.getContext('2d', { willReadFrequently: true })
      if (!context) throw new Error('no 2d context')
      const until = performance.now() + duration
      let last: Uint8ClampedArray | null = null
      let changes = 0
      do {
        context.drawImage(shown, 0, 0, canvas.width, canvas.height)
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
        const before = last
        if (before?.some((value, index) => Math.abs(value - (data[index] ?? 0)) > 24)) changes++
        last = data
        await new Promise((resolve) => setTimeout(resolve, 15))
      } while (performance.now() < until && changes < limit)
      const top = last.subarray(0, canvas.width * 6 * 4)
      const mean = (channel: number) => {
        let sum = 0
        for (let index = channel; index < top.length; index += 4) sum += top[index] ?? 0
        return Math.round(sum / (top.length / 4))
      }
      return {
        rgb: [mean(0), mean(1), mean(2)] as const,
        changes,
        width: isVideo ? shown.videoWidth : shown.width,
        height: isVideo ? shown.videoHeight : shown.height,
      }
    },
    [ms, enough] as const,
  )
}

export function looksLike(seen: Rgb, expected: Rgb): boolean {
  return seen.every((value, channel) => Math.abs(value - (expected[channel] ?? 0)) <= COLOUR_TOLERANCE)
}

/** How many pixels of a picture (RGBA) are of a colour. */
export function countOf({ data }: { readonly data: Uint8Array }, rgb: Rgb): number {
  let count = 0
  for (let at = 0; at < data.length; at += 4) {
    if (looksLike([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0], rgb)) count++
  }
  return count
}

/** Waits until a video shows moving pictures of a colour. */
export async function waitForPicture(element: Locator, expected: Rgb, timeoutMs = 15_000): Promise<Picture> {
  let seen: Picture | null = null
  try {
    return await waitUntil(
      `a moving picture of colour ${expected}`,
      async () => {
        seen = await watchPicture(element, MOVING_MS, MOVING_CHANGES)
        return seen.changes >= MOVING_CHANGES && looksLike(seen.rgb, expected) ? seen : null
      },
      { timeoutMs },
    )
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}; seen: ${JSON.stringify(seen)}`)
  }
}
