import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { button } from '../support/acts.ts'
import { colourPage, type PageServer, servePages } from '../support/pages.ts'
import { call, type Pair, startPair } from '../support/pair.ts'
import { chooseScreen, chooseWindow, pickerIsOpen, pressStopBar, waitForPicker } from '../support/picker.ts'
import { looksLike, waitForPicture } from '../support/picture.ts'
import { closePopups, controls, grabFrame, shareFromPopup } from '../support/sharing.ts'
import { waitUntil } from '../support/wait.ts'
import { type Screen, startScreen } from '../support/xvfb.ts'

const SCREEN = { width: 1280, height: 800 } as const
const TEAL = [0, 128, 128] as const
const ENDED = 'Sharing has ended.'

describe('with the browser’s own picker, and real hands,', () => {
  let pages: PageServer
  let screen: Screen
  let pair: Pair
  let page: Page
  let own: Page
  let theirs: Page
  beforeAll(async () => {
    pages = await servePages({ teal: colourPage('Teal', `rgb(${TEAL.join()})`) })
    screen = await startScreen(SCREEN)
    pair = await startPair({ alice: { headless: false, env: screen.env, bars: true } })
    const { alice, bob } = pair
    await call(alice, bob)
    for (const person of [alice, bob]) await closePopups(person)
    theirs = await controls(bob)
    page = await alice.context.newPage()
    await page.goto(pages.url('teal'))
    own = await controls(alice)
  })
  afterAll(async () => {
    await pair?.close()
    await screen?.stop()
    await pages?.close()
  })
  afterEach(async () => {
    // Whatever became of the share, the call goes on.
    await theirs.getByLabel('Shared view').waitFor({ state: 'detached' })
    await waitForPicture(theirs.getByLabel('Remote video'), pair.alice.devices.rgb)
    const notices = own.getByRole('button', { name: 'Dismiss' })
    while ((await notices.count()) > 0) await notices.first().click()
  })

  async function openPicker(): Promise<void> {
    await own.bringToFront()
    await button(own, 'Share screen or window').click()
    await waitForPicker(screen)
  }
  /** Waits until the other sees the page where it stands in a picture of that size, counted from its corner. */
  async function seesPageAt(corner: { x: number; y: number }, width: number, height: number): Promise<void> {
    await page.bringToFront()
    const view = theirs.getByLabel('Shared view')
    let last = {}
    await waitUntil('the page is seen', async () => {
      const frame = await grabFrame(view)
      const { x, y } = await page.evaluate(() => ({
        x: screenX + 40,
        y: screenY + outerHeight - innerHeight + 40,
      }))
      const at = ((y - corner.y) * frame.width + x - corner.x) * 4
      const rgb = [frame.data[at] ?? 0, frame.data[at + 1] ?? 0, frame.data[at + 2] ?? 0] as const
      last = { width: frame.width, height: frame.height, rgb }
      return Math.abs(frame.width - width) <= 4 && Math.abs(frame.height - height) <= 4 && looksLike(rgb, TEAL)
    }).catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : error}; seen: ${JSON.stringify(last)}`)
    })
  }

  it('closing it shares nothing, and says so', async () => {
    await openPicker()
    await screen.key('Escape')
    await own.getByText('Nothing was chosen, so nothing is shared.').waitFor()
  })

  it('it gives way to the tab that is shared while it stands open', async () => {
    await openPicker()
    await shareFromPopup(pair.alice, page, 'Share this tab')
    own = await controls(pair.alice)
    await button(own, 'Stop sharing').waitFor()
    await waitForPicture(theirs.getByLabel('Shared view'), TEAL)
    await waitUntil('the picker is gone', () => !pickerIsOpen(screen))
    await button(own, 'Stop sharing').click()
  })

  it('a window alone is seen, until it is stopped here', async () => {
    await openPicker()
    await chooseWindow(screen)
    await own.getByText('Shared without sound: this source gives none.').waitFor()
    await page.bringToFront()
    const { x, y, width, height } = await page.evaluate(() => ({
      x: screenX,
      y: screenY,
      width: outerWidth,
      height: outerHeight,
    }))
    await seesPageAt({ x, y }, width, height)
    await own.bringToFront()
    await button(own, 'Stop sharing').click()
  })

  it('a tab gives way to the screen, and the screen to the tab, without a stop', async () => {
    const { alice } = pair
    const shareTab = async () => {
      await shareFromPopup(alice, page, 'Share this tab')
      own = await controls(alice)
      await button(own, 'Stop sharing').waitFor()
    }
    const view = theirs.getByLabel('Shared view')
    const seesWidth = (what: string, fits: (width: number) => boolean) =>
      waitUntil(what, async () => fits((await grabFrame(view)).width))
    await shareTab()
    await waitForPicture(view, TEAL)
    const wide = await page.evaluate(() => innerWidth)
    await theirs.evaluate(() => {
      const gone = new MutationObserver(() => {
        if (!document.querySelector('video[aria-label="Shared view"]')) document.documentElement.dataset.interrupted = ''
      })
      gone.observe(document.body, { childList: true, subtree: true })
    })
    await openPicker()
    await chooseScreen(screen)
    await seesWidth('the screen is seen', (width) => width === SCREEN.width)
    await shareTab()
    await seesWidth('the tab is seen again', (width) => Math.abs(width - wide) <= 2)
    expect(await theirs.evaluate(() => 'interrupted' in document.documentElement.dataset)).toBe(false)
    await button(own, 'Stop sharing').click()
  })

  it('the screen is seen at its own size, until the browser’s own bar ends it for both', async () => {
    await openPicker()
    await chooseScreen(screen)
    await own.getByText('Shared without sound: this source gives none.').waitFor()
    await seesPageAt({ x: 0, y: 0 }, SCREEN.width, SCREEN.height)
    await pressStopBar(screen)
    await own.getByText(ENDED).waitFor()
    await button(own, 'Stop sharing').waitFor({ state: 'detached' })
  })
})
