import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, pressUntil } from '../support/acts.ts'
import { seenOnScreen } from '../support/onScreen.ts'
import { colourPage, type PageServer, servePages } from '../support/pages.ts'
import { call, type Pair, startPair } from '../support/pair.ts'
import { countOf, waitForPicture } from '../support/picture.ts'
import {
  closePopups,
  controls,
  filmPage,
  grabFrame,
  likeness,
  resizePage,
  screenshotOf,
  shareFromPopup,
  smallPrintPage,
  TEXT_SIZE,
} from '../support/sharing.ts'
import { waitUntil } from '../support/wait.ts'

const TEAL = [0, 128, 128] as const
const BROWN = [160, 80, 20] as const
const PURPLE = [150, 40, 160] as const
const colour = (title: string, rgb: readonly [number, number, number]) => colourPage(title, `rgb(${rgb.join()})`)
/** The other’s picture in an overlay has more pixels of their colour than this. */
const A_FACE = 1_000
/** The extension looks at the shared tab this often; after two looks what it shows would have been noticed. */
const TWO_LOOKS_MS = 6_500

describe('a shared tab', () => {
  let pages: PageServer
  let pair: Pair
  /** What the popups show, see `controls`. */
  let own: Page
  let theirs: Page
  let viewer: Page

  const pressed = (page: Page, name: string) => page.getByRole('button', { name, exact: true, pressed: true }).waitFor()
  const shared = (page: Page): Locator => page.locator('video[aria-label="Shared view"]').locator('visible=true')

  async function aliceOpens(name: string): Promise<Page> {
    const page = await pair.alice.context.newPage()
    await page.goto(pages.url(name))
    return page
  }
  async function aliceShares(page: Page): Promise<void> {
    await shareFromPopup(pair.alice, page, 'Share this tab')
    own = await controls(pair.alice)
    await button(own, 'Stop sharing').waitFor()
  }

  beforeAll(async () => {
    const moving = colour('Protected', [0, 0, 0])
    pages = await servePages({
      text: smallPrintPage('Small print'),
      film: filmPage('A film'),
      teal: colour('Teal', TEAL),
      brown: colour('Brown', BROWN),
      purple: colour('Purple', PURPLE),
      black: { ...moving, body: moving.body.toString().replace('background: white', 'background: #050505') },
    })
    pair = await startPair()
    const { alice, bob } = pair
    await call(alice, bob)
    for (const person of [alice, bob]) await closePopups(person)
    own = await controls(alice)
    theirs = await controls(bob)
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  it('of text is at its own size and sharp in a tab of its own, and known to be text', async () => {
    const page = await aliceOpens('text')
    await resizePage(page, TEXT_SIZE.width, TEXT_SIZE.height)
    await aliceShares(page)
    await button(theirs, 'Open in a tab').click()
    viewer = await waitUntil('the viewer opens', () =>
      pair.bob.context.pages().find((candidate) => candidate.url().startsWith(pair.bob.url('src/viewer/'))),
    )
    await shared(viewer).waitFor()
    await page.bringToFront()
    let last = {}
    await waitUntil('the text is sharp at its own size', async () => {
      const frame = await grabFrame(shared(viewer))
      const native = frame.width === TEXT_SIZE.width && frame.height === TEXT_SIZE.height
      const alike = native ? likeness(frame, await screenshotOf(page)) : 0
      last = { width: frame.width, height: frame.height, alike }
      return alike >= 0.98
    }).catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : error}; seen: ${JSON.stringify(last)}`)
    })
    await pressed(own, 'Text sharp')
  })

  it('can be seen pixel for pixel, moved by keys and by hand, and over the whole screen', async () => {
    await viewer.bringToFront()
    await button(viewer, 'Actual size').click()
    const at = () =>
      shared(viewer).evaluate((video) => {
        const { x, width } = video.getBoundingClientRect()
        return { x, width: width * devicePixelRatio }
      })
    await waitUntil('a pixel is a pixel', async () => (await at()).width === TEXT_SIZE.width)
    await resizePage(viewer, 900, 600)
    await viewer.getByRole('region', { name: 'Small print' }).focus()
    const before = await at()
    await viewer.keyboard.press('ArrowRight')
    await waitUntil('an arrow key moves it', async () => (await at()).x < before.x)
    const moved = await at()
    await viewer.mouse.move(400, 200)
    await viewer.mouse.down()
    await viewer.mouse.move(430, 200, { steps: 3 })
    await viewer.mouse.up()
    await waitUntil('a hand moves it', async () => (await at()).x > moved.x)
    await button(viewer, 'Full screen').click()
    await waitUntil('it fills the screen', () => viewer.evaluate(() => document.fullscreenElement !== null))
    await button(viewer, 'Full screen').click()
    await waitUntil('it is in its tab again', () => viewer.evaluate(() => document.fullscreenElement === null))
    await button(viewer, 'Fit').click()
    await waitUntil('it fits', async () => (await at()).width <= 900)
  })

  it('gives way to another without a stop; a film goes smoothly by itself, or as one click says', async () => {
    const film = await aliceOpens('film')
    await viewer.evaluate(() => {
      const gone = new MutationObserver(() => {
        if (!document.querySelector('video[aria-label="Shared view"]')) document.documentElement.dataset.interrupted = ''
      })
      gone.observe(document.body, { childList: true, subtree: true })
    })
    await aliceShares(film)
    await pressed(own, 'Motion smooth')
    await button(own, 'Text sharp').click()
    await pressed(own, 'Text sharp')
    // The tab is looked at again in the meantime: what was chosen by hand stands.
    await own.waitForTimeout(TWO_LOOKS_MS)
    await pressed(own, 'Text sharp')
    expect(await viewer.evaluate(() => 'interrupted' in document.documentElement.dataset)).toBe(false)
    const seen = await grabFrame(shared(viewer))
    expect(seen.width).not.toBe(0)
    await film.close()
    await own.getByText('The shared tab was closed. Sharing has ended.').waitFor()
    await viewer.getByText('Nothing is shared now.').waitFor()
    await waitForPicture(theirs.getByLabel('Remote video'), pair.alice.devices.rgb)
  })

  it('goes on through navigation, and while its owner works in another tab', async () => {
    const page = await aliceOpens('teal')
    await aliceShares(page)
    await waitForPicture(shared(viewer), TEAL)
    await page.goto(pages.otherOrigin('brown'))
    await waitForPicture(shared(viewer), BROWN)
    await own.bringToFront()
    await waitForPicture(shared(viewer), BROWN)
  })

  it('can be seen in a window of its own while the viewer works in another tab', async () => {
    await viewer.bringToFront()
    await button(viewer, 'Picture in picture').click()
    await pressed(viewer, 'Picture in picture')
    await theirs.bringToFront()
    await waitForPicture(shared(viewer), BROWN)
    await viewer.bringToFront()
    await button(viewer, 'Picture in picture').click()
    await viewer.getByRole('button', { name: 'Picture in picture', exact: true, pressed: false }).waitFor()
  })

  it('goes both ways at the same time, and each stops by itself', async () => {
    const { bob } = pair
    const page = await bob.context.newPage()
    await page.goto(pages.url('purple'))
    await theirs.close()
    await shareFromPopup(bob, page, 'Share this tab')
    theirs = await controls(bob)
    await button(theirs, 'Stop sharing').waitFor()
    await waitForPicture(shared(own), PURPLE)
    await viewer.bringToFront()
    await waitForPicture(shared(viewer), BROWN)
    await button(theirs, 'Stop sharing').click()
    await shared(own).waitFor({ state: 'detached' })
    await waitForPicture(shared(viewer), BROWN)
    await page.close()
  })

  it('that crashes ends its share with a sentence, and the call goes on', async () => {
    const page = await aliceOpens('teal')
    await aliceShares(page)
    await waitForPicture(shared(viewer), TEAL)
    const session = await pair.alice.context.newCDPSession(page)
    session.send('Page.crash').catch(() => undefined)
    await own.getByText('The shared tab has crashed. Sharing has ended.').waitFor()
    await viewer.getByText('Nothing is shared now.').waitFor()
    await waitForPicture(theirs.getByLabel('Remote video'), pair.alice.devices.rgb)
    await page.close().catch(() => undefined)
  })

  it('that the browser puts to sleep ends its share with a sentence', async () => {
    const page = await aliceOpens('teal')
    await aliceShares(page)
    await waitForPicture(shared(viewer), TEAL)
    await page.bringToFront()
    const worker = await pair.alice.serviceWorker()
    const tabId = await worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true })
      return tab?.id
    })
    // The browser puts no tab to sleep that is looked at.
    await own.bringToFront()
    await worker.evaluate((id) => chrome.tabs.discard(id), tabId)
    await own.getByText('The shared tab was closed. Sharing has ended.').waitFor()
    await viewer.getByText('Nothing is shared now.').waitFor()
  })

  it('starts and stops from the overlay, by the context menu and by a shortcut, where Tabcall was used', async () => {
    const page = await aliceOpens('purple')
    await closePopups(pair.alice)
    await (await pair.alice.popup(page)).close()
    const worker = await pair.alice.serviceWorker()
    const byMenu = () =>
      worker.evaluate(async () => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true })
        const { onClicked } = chrome.contextMenus
        Reflect.get(onClicked, 'dispatch').call(onClicked, { menuItemId: 'share', editable: false, pageUrl: tab?.url }, tab)
      })
    const byShortcut = () =>
      worker.evaluate(async () => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true })
        const { onCommand } = chrome.commands
        Reflect.get(onCommand, 'dispatch').call(onCommand, 'share-tab', tab)
      })
    const byOverlay = async () => pressUntil(await pair.alice.overlay(page), 'Share this tab', () => shared(viewer).isVisible())
    /** What stands in the shared tab: it stops the share, and stays out of its picture. */
    const byPill = async () => {
      const overlay = await pair.alice.overlay(page)
      await button(overlay, 'Expand').waitFor({ state: 'detached' })
      await button(overlay, 'Stop sharing').click()
    }
    for (const [start, stop] of [
      [byMenu, byMenu],
      [byShortcut, byPill],
      [byOverlay, byPill],
      [byOverlay, byShortcut],
    ]) {
      await page.bringToFront()
      await start?.()
      await waitForPicture(shared(viewer), PURPLE)
      await stop?.()
      await viewer.getByText('Nothing is shared now.').waitFor()
      const overlay = await pair.alice.overlay(page)
      await button(overlay, 'Share this tab').waitFor()
    }
    own = await controls(pair.alice)
  })

  it('becomes music and a page again without a stop, and never has the overlay in its picture', async () => {
    const { alice, bob } = pair
    const page = await aliceOpens('teal')
    await closePopups(alice)
    await (await alice.popup(page)).close()
    /** Pixels of what the overlay shows: Bob's camera. */
    const inPage = async () => (await seenOnScreen(page, bob.devices.rgb)).pixels
    const inView = async () => countOf(await grabFrame(shared(viewer)), bob.devices.rgb)
    const viewerSeesPageAlone = async () => {
      await waitForPicture(shared(viewer), TEAL)
      await waitUntil('the overlay is out of the picture', async () => (await inView()) < A_FACE / 10)
    }
    await page.bringToFront()
    await waitUntil('the overlay shows Bob in the page', async () => (await inPage()) > A_FACE)
    await aliceShares(page)
    await viewerSeesPageAlone()

    await shareFromPopup(alice, page, 'Share music')
    await viewer.getByText('Sound alone is shared now.').waitFor()
    await theirs.getByRole('region', { name: 'Music', exact: true }).waitFor()
    await waitUntil('the overlay may show Bob again', async () => (await inPage()) > A_FACE)

    own = await controls(alice)
    await own.getByRole('switch', { name: 'With picture' }).click()
    await page.bringToFront()
    await viewerSeesPageAlone()

    await shareFromPopup(alice, page, 'Share this tab')
    await theirs.getByRole('region', { name: 'Music', exact: true }).waitFor({ state: 'detached' })
    await viewerSeesPageAlone()
    own = await controls(alice)
    await pressed(own, 'Text sharp')
    await button(own, 'Stop sharing').click()
    await viewer.getByText('Nothing is shared now.').waitFor()
  })

  it('that stays black is noticed', async () => {
    const page = await aliceOpens('black')
    await aliceShares(page)
    await page.bringToFront()
    await own.getByText('The shared picture is black: this page protects its video.').waitFor({ timeout: 20_000 })
    await viewer.getByText('The shared page protects its video, so it stays black here.').waitFor()
    await waitForPicture(theirs.getByLabel('Remote video'), pair.alice.devices.rgb)
    await button(own, 'Stop sharing').click()
    await viewer.getByText('Nothing is shared now.').waitFor()
  })
})
