import type { Page } from 'playwright-core'
import type { Rgb } from '../../scripts/setup/fakeMedia.mjs'

/** What is measured from inside a page. Moments are `Date.now()`: one clock for all browsers of a machine. */
export interface Probe {
  /** Presses the button of that name; the moment is that of the click event. */
  press(name: string): number
  /** The moment at which a button of that name is there. */
  there(name: string): Promise<number>
  /** Presses a button `afterMs` after it has come. At 0: in the very turn in which it comes. */
  pressWhenThere(name: string, afterMs: number): Promise<{ readonly there: number; readonly pressed: number }>
  /** The moment at which an element with `role=status` reads like that. */
  reads(pattern: string): Promise<number>
  /** The moment of the second distinct frame in the visible video of that label, once it shows `rgb`. */
  sees(label: string, rgb: Rgb): Promise<number>
}

declare global {
  interface Window {
    probe: Probe
  }
}

/** Puts the probe into a page, where it is not yet. */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(install)
}

function install(): void {
  const COLOUR_TOLERANCE = 50
  const DIFFERENT = 24
  const WIDTH = 160
  const HEIGHT = 12
  /** Longer than anything that works takes. */
  const LIMIT_MS = 20_000
  const until = <T>(what: string, look: () => T | null): Promise<T> => {
    const now = look()
    if (now !== null) return Promise.resolve(now)
    return new Promise((resolve, reject) => {
      const observer = new MutationObserver(() => {
        const found = look()
        if (found === null) return
        clearTimeout(timer)
        observer.disconnect()
        resolve(found)
      })
      const timer = setTimeout(() => {
        observer.disconnect()
        reject(new Error(`Not within ${LIMIT_MS} ms: ${what}`))
      }, LIMIT_MS)
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    })
  }
  const button = (name: string): HTMLButtonElement | null => {
    for (const each of document.querySelectorAll('button')) {
      const label = each.getAttribute('aria-label') ?? each.textContent?.trim()
      if (label === name && !each.disabled && each.getClientRects().length > 0) return each
    }
    return null
  }
  const press = (name: string): number => {
    const found = button(name)
    if (found === null) throw new Error(`There is no button "${name}"`)
    let at = 0
    found.addEventListener(
      'click',
      () => {
        at = Date.now()
      },
      { once: true, capture: true },
    )
    found.click()
    return at
  }
  /** Where the moving block of the fake cameras is, small. */
  const strip = (video: HTMLVideoElement, context: OffscreenCanvasRenderingContext2D): Uint8ClampedArray => {
    const { videoWidth, videoHeight } = video
    context.drawImage(video, 0, videoHeight * 0.45, videoWidth, videoHeight * 0.1, 0, 0, WIDTH, HEIGHT)
    return context.getImageData(0, 0, WIDTH, HEIGHT).data
  }
  /** A column of the camera's colour is always somewhere: the block covers a fifth of the width at most. */
  const shows = (data: Uint8ClampedArray, rgb: Rgb): boolean => {
    let matching = 0
    for (let index = 0; index < data.length; index += 4) {
      if (rgb.every((value, channel) => Math.abs(value - (data[index + channel] ?? 0)) <= COLOUR_TOLERANCE)) matching++
    }
    return matching > (WIDTH * HEIGHT) / 2
  }
  window.probe = {
    press,
    there: (name) => until(name, () => (button(name) === null ? null : Date.now())),
    async pressWhenThere(name, afterMs) {
      const there = await until(name, () => (button(name) === null ? null : Date.now()))
      if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
      return { there, pressed: press(name) }
    },
    reads: (pattern) =>
      until(pattern, () => {
        const wanted = new RegExp(pattern)
        const found = [...document.querySelectorAll('[role=status]')].some((each) => wanted.test(each.textContent ?? ''))
        return found ? Date.now() : null
      }),
    sees: (label, rgb) =>
      new Promise((resolve) => {
        const canvas = new OffscreenCanvas(WIDTH, HEIGHT)
        const context = canvas.getContext('2d', { willReadFrequently: true })
        if (context === null) throw new Error('no 2d context')
        const watched = new WeakSet<Element>()
        let done = false
        const watch = (video: HTMLVideoElement): void => {
          let first: Uint8ClampedArray | null = null
          const onFrame = (): void => {
            const now = Date.now()
            if (done) return
            const data = strip(video, context)
            if (shows(data, rgb)) {
              const before = first
              if (before === null) first = data
              else if (before.some((value, index) => Math.abs(value - (data[index] ?? 0)) > DIFFERENT)) {
                done = true
                observer.disconnect()
                resolve(now)
                return
              }
            }
            video.requestVideoFrameCallback(onFrame)
          }
          video.requestVideoFrameCallback(onFrame)
        }
        const look = (): void => {
          for (const video of document.querySelectorAll('video')) {
            if (video.getAttribute('aria-label') !== label || watched.has(video)) continue
            watched.add(video)
            watch(video)
          }
        }
        const observer = new MutationObserver(look)
        observer.observe(document, { subtree: true, childList: true })
        look()
      }),
  }
}
