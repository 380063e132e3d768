import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, popupOf } from '../support/acts.ts'
import { everyTabDist } from '../support/everyTab.ts'
import { STANDING } from '../support/oddPages.ts'
import { type PageServer, servePages, textPage } from '../support/pages.ts'
import { call, type Pair, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { entriesOf, numberOf, rtcStats } from '../support/rtcStats.ts'
import { DEVICES } from '../support/talk.ts'
import { tellVisibility } from '../support/visibility.ts'
import { sleep, waitUntil } from '../support/wait.ts'

const CLOSED = 'closed Permissions-Policy'
const WHY = 'This page lets no picture float. The popup has the call too.'

/** A call in a tab of Alice's, with another tab beside it. */
async function openCall(dist: string | null): Promise<{ pages: PageServer; pair: Pair; first: Page; second: Page }> {
  const pages = await servePages({ one: textPage('One'), two: textPage('Two'), [CLOSED]: STANDING[CLOSED] ?? textPage('') })
  const pair = await startPair({ alice: { devices: DEVICES.alice, ...(dist ? { dist } : {}) }, bob: { devices: DEVICES.bob } })
  const first = pair.alice.context.pages()[0] ?? (await pair.alice.context.newPage())
  await first.goto(pages.url('one'))
  const second = await pair.alice.context.newPage()
  await second.goto(pages.otherOrigin('two'))
  await first.bringToFront()
  const { callerPopup } = await call(pair.alice, pair.bob)
  await callerPopup.close()
  await first.bringToFront()
  return { pages, pair, first, second }
}

const hasOverlay = (page: Page): boolean => page.frames().some((frame) => frame.url().includes('src/overlay/'))
const floats = (view: Frame | Page): Promise<boolean> => view.evaluate(() => document.pictureInPictureElement !== null)

/** By the keyboard, as a person does. */
async function float(page: Page, overlay: Frame): Promise<void> {
  await button(overlay, 'Picture in picture').focus()
  await page.keyboard.press('Enter')
  await waitUntil('it floats', () => floats(overlay))
}

describe('with calls on every tab, the picture that floats', () => {
  let pages: PageServer
  let pair: Pair
  let first: Page
  let second: Page
  beforeAll(async () => {
    const made = await openCall(everyTabDist())
    pages = made.pages
    pair = made.pair
    first = made.first
    second = made.second
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  async function seenIn(page: Page): Promise<Frame> {
    const overlay = await pair.alice.overlay(page)
    await waitForPicture(overlay.getByLabel('Remote video'), pair.bob.devices.rgb)
    return overlay
  }

  it('goes on when one goes to another tab, and the overlay comes there once it is brought back', async () => {
    const overlay = await seenIn(first)
    await float(first, overlay)
    await second.bringToFront()
    await sleep(1_000)
    expect(hasOverlay(second)).toBe(false)
    expect(await floats(overlay)).toBe(true)
    await waitForPicture(overlay.getByLabel('Remote video'), pair.bob.devices.rgb)
    await overlay.evaluate(() => document.exitPictureInPicture())
    await seenIn(second)
    await waitUntil('it has left the first', () => !hasOverlay(first))
  })

  it('ends with the camera that it shows: the overlay comes to the tab one looks at', async () => {
    await first.bringToFront()
    await float(first, await seenIn(first))
    await second.bringToFront()
    const bobPopup = await popupOf(pair.bob)
    await button(bobPopup, 'Camera').click()
    const overlay = await pair.alice.overlay(second)
    await waitUntil('it has left the first', () => !hasOverlay(first))
    await overlay.getByLabel('Remote video').waitFor({ state: 'detached' })
    await button(bobPopup, 'Camera').click()
    await seenIn(second)
  })

  it('ends with the share that it shows', async () => {
    const shared = pair.bob.context.pages()[0] ?? (await pair.bob.context.newPage())
    await shared.goto(pages.url('one'))
    await (await popupOf(pair.bob)).close()
    await button(await pair.bob.popup(shared), 'Share this tab').click()
    const overlay = await pair.alice.overlay(second)
    await overlay.getByLabel('Shared view').waitFor()
    await waitUntil('it has a picture', () =>
      overlay.getByLabel('Shared view').evaluate((video) => video instanceof HTMLVideoElement && video.videoWidth > 0),
    )
    await float(second, overlay)
    await first.bringToFront()
    await sleep(1_000)
    expect(hasOverlay(first)).toBe(false)
    await button(await popupOf(pair.bob, shared), 'Stop sharing').click()
    await seenIn(first)
    await waitUntil('it has left the second', () => !hasOverlay(second))
  })

  it('is not to be had on a page whose policy is closed: one is told so in a sentence', async () => {
    await first.bringToFront()
    await first.goto(pages.url(CLOSED))
    const overlay = await seenIn(first)
    await button(overlay, 'Picture in picture').click()
    await overlay.getByText(WHY).waitFor()
    expect(await floats(overlay)).toBe(false)
  })

  it('floats with all of its controls out of the call window', async () => {
    await first.goto('chrome://version', { waitUntil: 'commit' })
    const url = pair.alice.url('src/overlay/index.html?window')
    const window = await waitUntil('the call window is there', () => pair.alice.context.pages().find((one) => one.url() === url))
    await waitForPicture(window.getByLabel('Remote video'), pair.bob.devices.rgb)
    await button(window, 'Picture in picture').click()
    await window.getByText('The call floats in a small window of its own.').waitFor()
    const inside = () =>
      window.evaluate(() => {
        const { documentElement, body } = globalThis.window.documentPictureInPicture?.window?.document ?? {}
        const video = body?.querySelector<HTMLVideoElement>('video.stage-remote')
        return {
          styled: documentElement !== undefined && getComputedStyle(documentElement).getPropertyValue('--surface') !== '',
          buttons: [...(body?.querySelectorAll('button') ?? [])].map((one) => one.ariaLabel),
          frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
        }
      })
    const { styled, buttons, frames } = await inside()
    expect(styled).toBe(true)
    expect(buttons).toEqual(expect.arrayContaining(['Microphone', 'Camera', 'Hang up']))
    await waitUntil('its picture moves', async () => (await inside()).frames > frames + 10)
    await button(window, 'Bring it back').click()
    await waitForPicture(window.getByLabel('Remote video'), pair.bob.devices.rgb)
  })
})

describe('without that permission, once what floated has ended', () => {
  let pages: PageServer
  let pair: Pair
  let first: Page
  let second: Page
  beforeAll(async () => {
    const made = await openCall(null)
    pages = made.pages
    pair = made.pair
    first = made.first
    second = made.second
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  it('no frame comes for the tab that nobody looks at', async () => {
    const overlay = await pair.alice.overlay(first)
    await waitForPicture(overlay.getByLabel('Remote video'), pair.bob.devices.rgb)
    await float(first, overlay)
    await second.bringToFront()
    await tellVisibility(overlay, 'hidden')
    const offscreen = await pair.alice.offscreen()
    const decoded = async () =>
      entriesOf(await rtcStats(offscreen), 'inbound-rtp', 'video').reduce((sum, one) => sum + numberOf(one, 'framesDecoded'), 0)
    const before = await decoded()
    await waitUntil('what floats moves', async () => (await decoded()) > before + 10)
    const bobPopup = await popupOf(pair.bob)
    await button(bobPopup, 'Camera').click()
    await overlay.getByLabel('Remote video').waitFor({ state: 'detached' })
    await button(bobPopup, 'Camera').click()
    await overlay.getByLabel('Remote video').waitFor({ state: 'attached' })
    let last = await decoded()
    await waitUntil(
      'it stands still',
      async () => {
        const former = last
        last = await decoded()
        return former === last
      },
      { intervalMs: 1_500 },
    )
  })
})
