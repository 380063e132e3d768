import type { BrowserContext, CDPSession, Locator, Page } from 'playwright-core'
import { becomeReady } from '../../tests/support/acts.ts'
import { call, type Pair } from '../../tests/support/pair.ts'
import { closePopups, controls } from '../../tests/support/sharing.ts'
import type { BarePair } from './barePair.ts'

/** Two people in a call of whom Alice shares a tab and Bob watches: Tabcall, or the bare page. */
export interface ShareStage {
  readonly context: BrowserContext
  readonly browser: CDPSession
  /** The `<video>` in which Bob watches. */
  readonly shown: Locator
  /** Both talk; Alice's camera is off, as the bare page has but one picture to send. */
  begin(): Promise<void>
  end(): Promise<void>
  /** Milliseconds from the press (bare: from the picker's close) to the first frame of the page at Bob's. */
  share(page: Page, framesPerSecond?: number): Promise<number>
  /** The same by the browser's picker (which a switch answers): from the moment at which it has given the capture. */
  sharePicked(page: Page): Promise<number>
  stop(): Promise<void>
}

declare global {
  interface Window {
    /** When the picker last gave something (`Date.now()`), in our offscreen document. */
    pickedAt: number | undefined
  }
}

export async function tabcallStage({ alice, bob }: Pair): Promise<ShareStage> {
  const viewer = await bob.page('src/viewer/index.html')
  return {
    context: alice.context,
    browser: alice.browser,
    shown: viewer.locator('video.viewer-share'),
    async begin() {
      await call(alice, bob)
      for (const person of [alice, bob]) await closePopups(person)
      await viewer.bringToFront()
      await press('Camera')
      await press('Microphone')
    },
    async end() {
      await press('Hang up')
      await becomeReady(alice, bob)
    },
    async share(page) {
      await closePopups(alice)
      const popup = await alice.popup(page)
      await popup.getByRole('button', { name: 'Share this tab' }).waitFor()
      const first = seeShape(viewer, 'video.viewer-share', page)
      const from = await popup.evaluate(() => {
        const found = [...document.querySelectorAll('button')].find(
          (each) => (each.ariaLabel ?? each.textContent) === 'Share this tab',
        )
        const at = Date.now()
        found?.click()
        return at
      })
      return (await first) - from
    },
    async sharePicked(page) {
      const offscreen = await alice.offscreen()
      await offscreen.evaluate(noteWhenPicked)
      const first = seeShape(viewer, 'video.viewer-share', page)
      await press('Share screen or window')
      const seen = await first
      const picked = await offscreen.evaluate(() => window.pickedAt)
      if (picked === undefined) throw new Error('The picker gave nothing.')
      return seen - picked
    },
    async stop() {
      await press('Stop sharing')
      await viewer.getByText('Nothing is shared now.').waitFor()
    },
  }

  async function press(name: string): Promise<void> {
    const own = await controls(alice)
    await own.getByRole('button', { name, exact: true }).click()
    await own.close()
  }
}

/** Runs in our offscreen document: whoever asks for a capture is given it as ever. */
function noteWhenPicked(): void {
  const { mediaDevices } = navigator
  const ask = mediaDevices.getDisplayMedia.bind(mediaDevices)
  mediaDevices.getDisplayMedia = async (options) => {
    const stream = await ask(options)
    window.pickedAt = Date.now()
    return stream
  }
}

export function bareStage(bare: BarePair): ShareStage {
  const { alice, bob, browser } = bare
  const share: ShareStage['share'] = async (page, framesPerSecond) => {
    await alice.bringToFront()
    const first = seeShape(bob, 'video', page)
    const from = await alice.evaluate((rate) => window.bareShare.share({ framesPerSecond: rate }), framesPerSecond ?? null)
    return (await first) - from
  }
  return {
    context: alice.context(),
    browser,
    shown: bob.locator('video'),
    async begin() {
      await bare.call()
      await alice.evaluate(() => window.bareShare.stopCamera())
    },
    end: () => bare.hangUp(),
    share,
    sharePicked: (page) => share(page),
    stop: () => alice.evaluate(() => window.bareShare.stop()),
  }
}

/** The moment of the first new frame of the page's shape: a camera is 4:3, what is shared here is not. */
async function seeShape(viewer: Page, selector: string, page: Page): Promise<number> {
  const shape = await page.evaluate(() => innerWidth / innerHeight)
  return viewer.evaluate(
    async ({ selector, shape }) => {
      const video = () => {
        const found = document.querySelector(selector)
        return found instanceof HTMLVideoElement ? found : null
      }
      const frames = (element: HTMLVideoElement | null) => element?.getVideoPlaybackQuality().totalVideoFrames ?? 0
      const former = video()
      const before = frames(former)
      const giveUpAt = Date.now() + 20_000
      while (Date.now() < giveUpAt) {
        const now = video()
        const fresh = now !== null && frames(now) > (now === former ? before : 0)
        if (fresh && Math.abs(now.videoWidth / now.videoHeight - shape) < 0.05) return Date.now()
        await new Promise((resolve) => setTimeout(resolve, 4))
      }
      const { videoWidth, videoHeight } = video() ?? {}
      throw new Error(`Nothing of that shape was seen: ${videoWidth} × ${videoHeight}, ${before} and ${frames(video())} frames.`)
    },
    { selector, shape },
  )
}
