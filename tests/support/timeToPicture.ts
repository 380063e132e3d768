import type { Frame } from 'playwright-core'
import { button } from './acts.ts'
import { waitUntil } from './wait.ts'

declare global {
  interface Window {
    /** In the overlay: when its button was pressed and its picture was back. */
    times: { pressed: number; back: number }
  }
}

/** From the press of `Expand` to the first picture, in ms. */
export async function timeToPicture(overlay: Frame): Promise<number> {
  await overlay.evaluate(() => {
    const times = { pressed: 0, back: 0 }
    window.times = times
    addEventListener('click', () => (times.pressed = performance.now()), { once: true, capture: true })
    const timer = setInterval(() => {
      const video = document.querySelector<HTMLVideoElement>('video.stage-remote')
      if (!times.pressed || (video?.getVideoPlaybackQuality().totalVideoFrames ?? 0) < 1) return
      times.back = performance.now()
      clearInterval(timer)
    }, 5)
  })
  await button(overlay, 'Expand').click()
  return waitUntil('the picture is back', () =>
    overlay.evaluate(() => {
      const { pressed, back } = window.times
      return back && back - pressed
    }),
  )
}
