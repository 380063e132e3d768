import type { JSHandle, Locator } from 'playwright-core'
import { rms, SAMPLE_RATE, type Sound } from './sound.ts'
import { sleep } from './wait.ts'

/** What flows has no gap longer than this, on a loaded machine too. */
const GAP_MS = 400
/** How long it must have flowed without one to count as flowing. */
const STEADY_MS = 600
const WINDOW_MS = 40
/** What is louder than this (root mean square) is heard. */
const AUDIBLE = 0.003

/** Notes the moments (`Date.now()`) at which a video's picture changed, from now on. */
export interface PictureWatch {
  changes(): Promise<readonly number[]>
  /** Since when the picture has been moving without a gap, waiting until it does. Only what is after `from` counts. */
  flowsSince(from: number, timeoutMs?: number): Promise<number>
  /** The longest time without a change from `from` to now, in ms. */
  longestGap(from: number): Promise<number>
  stop(): Promise<void>
}

interface Watching {
  readonly times: number[]
  stop(): void
}

export async function watchChanges(video: Locator): Promise<PictureWatch> {
  const watching: JSHandle<Watching> = await video.evaluateHandle((shown) => {
    if (!(shown instanceof HTMLVideoElement)) throw new Error('no video')
    const canvas = new OffscreenCanvas(32, 24)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no 2d context')
    const times: number[] = []
    let last: Uint8ClampedArray | null = null
    const label = shown.getAttribute('aria-label')
    const timer = setInterval(() => {
      // A view may show the same picture in a new element: what counts is what a person sees.
      const now = shown.isConnected ? shown : document.querySelector(`video[aria-label="${label}"]`)
      if (!(now instanceof HTMLVideoElement)) return
      context.drawImage(now, 0, 0, canvas.width, canvas.height)
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
      const before = last
      if (before?.some((value, index) => Math.abs(value - (data[index] ?? 0)) > 24)) times.push(Date.now())
      last = data
    }, 20)
    return { times, stop: () => clearInterval(timer) }
  })
  const changes = () => watching.evaluate(({ times }) => times)
  return {
    changes,
    async flowsSince(from, timeoutMs = 15_000) {
      const giveUpAt = Date.now() + timeoutMs
      for (;;) {
        const now = Date.now()
        const since = startOfFlow((await changes()).filter((time) => time > from))
        if (since !== null && now - since >= STEADY_MS) return since
        if (now > giveUpAt) throw new Error(`No moving picture within ${timeoutMs} ms`)
        await sleep(50)
      }
    },
    async longestGap(from) {
      const times = [from, ...(await changes()).filter((time) => time > from), Date.now()]
      return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time)))
    },
    async stop() {
      await watching.evaluate((watched) => watched.stop())
      await watching.dispose()
    },
  }
}

/** The longest time, in the next `ms`, for which a video presents no new picture, in ms: whatever is in them, each counts. */
export function longestFrameGap(video: Locator, ms: number): Promise<number> {
  return video.evaluate(async (shown, duration) => {
    if (!(shown instanceof HTMLVideoElement)) throw new Error('no video')
    const until = performance.now() + duration
    let last = performance.now()
    let longest = 0
    const note = (): void => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
      shown.requestVideoFrameCallback(note)
    }
    shown.requestVideoFrameCallback(note)
    while (performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20))
    return Math.round(Math.max(longest, performance.now() - last))
  }, ms)
}

/** The start of the last run of moments without a gap, where that run lasts until now. */
function startOfFlow(times: readonly number[]): number | null {
  let start: number | null = null
  let last: number | null = null
  for (const time of times) {
    if (last === null || time - last > GAP_MS) start = time
    last = time
  }
  return last !== null && Date.now() - last <= GAP_MS ? start : null
}

/** The longest time in a recording for which nothing was to be heard, in ms: a tone that swells is silent for a moment each time. */
export function longestSilence({ left }: Sound): number {
  const size = (SAMPLE_RATE * WINDOW_MS) / 1_000
  let longest = 0
  let silentFor = 0
  for (let at = 0; at + size <= left.length; at += size) {
    silentFor = rms(left.subarray(at, at + size)) > AUDIBLE ? 0 : silentFor + WINDOW_MS
    longest = Math.max(longest, silentFor)
  }
  return longest
}

/** The longest time in a recording for which something was to be heard, with no more than the pauses between words, in ms. */
export function longestSound({ left }: Sound): number {
  const size = (SAMPLE_RATE * WINDOW_MS) / 1_000
  let longest = 0
  let heardFor = 0
  let silentFor = 0
  for (let at = 0; at + size <= left.length; at += size) {
    if (rms(left.subarray(at, at + size)) > AUDIBLE) {
      heardFor += silentFor + WINDOW_MS
      silentFor = 0
    } else if (heardFor > 0) silentFor += WINDOW_MS
    if (silentFor > GAP_MS) {
      heardFor = 0
      silentFor = 0
    }
    longest = Math.max(longest, heardFor)
  }
  return longest
}

/** When in a recording something is heard for good, in ms from its start; null where nothing is at its end. */
export function soundFlowsFrom({ left }: Sound): number | null {
  const size = (SAMPLE_RATE * WINDOW_MS) / 1_000
  let from: number | null = null
  let silentFor = 0
  for (let at = 0; at + size <= left.length; at += size) {
    if (rms(left.subarray(at, at + size)) > AUDIBLE) {
      if (from === null || silentFor > GAP_MS) from = (at / SAMPLE_RATE) * 1_000
      silentFor = 0
    } else silentFor += WINDOW_MS
  }
  return silentFor > GAP_MS ? null : from
}
