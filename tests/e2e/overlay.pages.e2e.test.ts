import { mkdirSync } from 'node:fs'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, popupOf } from '../support/acts.ts'
import { everyTabDist } from '../support/everyTab.ts'
import { BARRED, STANDING } from '../support/oddPages.ts'
import { seenOnScreen } from '../support/onScreen.ts'
import { makeOtherExtension } from '../support/otherExtension.ts'
import { type PageServer, servePages } from '../support/pages.ts'
import { call, type Pair, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { DEVICES } from '../support/talk.ts'
import { sleep, waitUntil } from '../support/wait.ts'

/** Of the 64,000 of the overlay as it stands at first, most are the other's picture. */
const ENOUGH_PIXELS = 20_000
/** The overlay takes no press that matters so soon after it moved. */
const PRESS_AGAIN_MS = 700
const WHY = 'The browser keeps this page to itself. The call stays here.'
const PICTURES = '.cache/overlay-pages'
/** Long enough for the browser to stop all that the tab does. */
const FROZEN_MS = 3_000

describe('in one call, with calls on every tab,', () => {
  const other = makeOtherExtension()
  let pages: PageServer
  let pair: Pair
  let page: Page
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true })
    pages = await servePages({ ...STANDING, ...BARRED })
    pair = await startPair({
      alice: { dist: everyTabDist(), beside: [other.path], devices: DEVICES.alice },
      bob: { devices: DEVICES.bob },
    })
    page = pair.alice.context.pages()[0] ?? (await pair.alice.context.newPage())
    await page.goto(pages.url('plain'))
    const { callerPopup } = await call(pair.alice, pair.bob)
    await callerPopup.close()
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  function callWindow(): Page | undefined {
    return pair.alice.context.pages().find((one) => one.url() === pair.alice.url('src/overlay/index.html?window'))
  }

  /** The other is seen to move, in the page as the browser draws it. */
  async function seeInOverlay(name: string): Promise<Frame> {
    const overlay = await pair.alice.overlay(page)
    await waitForPicture(overlay.getByLabel('Remote video'), pair.bob.devices.rgb)
    await waitUntil(
      'the picture is on the screen',
      async () => (await seenOnScreen(page, pair.bob.devices.rgb, `${PICTURES}/${name}.png`)).pixels > ENOUGH_PIXELS,
      { timeoutMs: 5_000 },
    )
    return overlay
  }

  /** A real press where the button is drawn: muted, and, once the overlay has stood still, not any more. */
  async function press(overlay: Frame): Promise<void> {
    const microphone = button(overlay, 'Microphone')
    for (const now of ['false', 'true']) {
      await waitUntil(
        `Microphone can be pressed until it is ${now}`,
        async () => {
          if ((await microphone.getAttribute('aria-pressed')) === now) return true
          await microphone.click({ timeout: 2_000 })
          return false
        },
        { intervalMs: PRESS_AGAIN_MS, timeoutMs: 8_000 },
      )
    }
  }

  it.each(Object.keys(STANDING))('the other is seen, and the overlay works, on a page: %s', async (name) => {
    await page.goto(pages.url(name))
    await press(await seeInOverlay(name))
    expect(callWindow()).toBeUndefined()
  })

  it.each(['div', 'video'] as const)('over a %s in fullscreen', async (kind) => {
    await page.goto(pages.url('plain'))
    await seeInOverlay('plain')
    await page.evaluate((tag) => {
      const element = Object.assign(document.createElement(tag), { id: 'full', textContent: 'A film' })
      document.body.append(element)
      addEventListener('click', () => void element.requestFullscreen(), { once: true })
    }, kind)
    await page.mouse.click(5, 5)
    await page.locator('#full:fullscreen').waitFor()
    await page.mouse.move(20, 20)
    const overlay = await seeInOverlay(`fullscreen ${kind}`)
    await page.mouse.move(page.viewportSize()?.width ?? 900, 500, { steps: 5 })
    await press(overlay)
    await page.evaluate(() => document.exitFullscreen())
    await press(await seeInOverlay('after fullscreen'))
  })

  it('over a frame in fullscreen, which gives no pointer away: the keyboard command brings one to it', async () => {
    await page.goto(pages.url('plain'))
    await seeInOverlay('plain')
    await page.evaluate(() => {
      const frame = Object.assign(document.createElement('iframe'), { id: 'full', srcdoc: 'A film', allowFullscreen: true })
      document.body.append(frame)
      addEventListener('click', () => void frame.requestFullscreen(), { once: true })
    })
    await page.mouse.click(5, 5)
    await page.locator('#full:fullscreen').waitFor()
    const overlay = await seeInOverlay('fullscreen iframe')
    const microphone = button(overlay, 'Microphone')
    const box = await microphone.boundingBox()
    if (!box) throw new Error('no box')
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await sleep(PRESS_AGAIN_MS)
    // As it is without the command: only then does what follows show anything.
    expect(await microphone.getAttribute('aria-pressed')).toBe('true')
    const worker = await pair.alice.serviceWorker()
    await worker.evaluate(() => {
      const { onCommand } = chrome.commands
      if (!('dispatch' in onCommand) || typeof onCommand.dispatch !== 'function') throw new Error('no dispatch')
      onCommand.dispatch('overlay-focus')
    })
    await waitUntil('the keyboard is in it', () => overlay.evaluate(() => document.hasFocus()))
    await press(overlay)
    await page.evaluate(() => document.exitFullscreen())
    await press(await seeInOverlay('after fullscreen'))
  })

  it('in a tab that was frozen the picture moves again', async () => {
    await page.goto(pages.url('plain'))
    const overlay = await seeInOverlay('plain')
    const session = await page.context().newCDPSession(page)
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    await sleep(FROZEN_MS)
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await session.detach()
    await waitForPicture(overlay.getByLabel('Remote video'), pair.bob.devices.rgb)
    await press(await seeInOverlay('after freezing'))
  })

  it('at 200 % zoom', async () => {
    await page.goto(pages.url('plain'))
    const zoom = async (factor: number) => {
      const worker = await pair.alice.serviceWorker()
      await worker.evaluate(async (now) => {
        const [tab] = await chrome.tabs.query({ active: true, windowType: 'normal' })
        await chrome.tabs.setZoom(tab?.id ?? -1, now)
      }, factor)
    }
    await zoom(2)
    await press(await seeInOverlay('zoom'))
    await zoom(1)
  })

  it.each([...Object.keys(BARRED), 'chrome://version', 'another extension'])(
    'the call window takes over where the overlay cannot stand: %s',
    async (name) => {
      await page.goto(barred(name))
      const window = await waitUntil('the call window is there', callWindow, { timeoutMs: 20_000 })
      await waitForPicture(window.getByLabel('Remote video'), pair.bob.devices.rgb)
      await page.screenshot({ path: `${PICTURES}/${name.replaceAll(/\W+/g, ' ')}.png` })
      await window.screenshot({ path: `${PICTURES}/${name.replaceAll(/\W+/g, ' ')} window.png` })
      await page.bringToFront()
      const popup = await popupOf(pair.alice, page)
      await popup.getByText(WHY).waitFor()
      await popup.close()
      await page.goto(pages.url('plain'))
      await seeInOverlay('plain')
      await waitUntil('the call window has gone', () => !callWindow())
    },
  )

  function barred(name: string): string {
    if (name === 'another extension') return other.url
    return name.startsWith('chrome:') ? name : pages.url(name)
  }
})
