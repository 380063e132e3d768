import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, popupOf, waitForRelease, waitForSentence } from '../support/acts.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { colourPage, type PageServer, servePages } from '../support/pages.ts'
import { call, type Person, startPerson } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { waitUntil } from '../support/wait.ts'
import { type Bounds, type Screen, startScreen } from '../support/xvfb.ts'

const PAGE_RGB = [150, 40, 160] as const

describe('with real hands, on a page that Tabcall may not touch otherwise,', () => {
  let screen: Screen
  let pages: PageServer
  let server: SignalingServer
  let alice: Person
  let bob: Person
  let page: Page
  beforeAll(async () => {
    screen = await startScreen()
    pages = await servePages({ page: colourPage('A page', `rgb(${PAGE_RGB.join()})`) })
    server = await startTabcallServer()
    alice = await startPerson({ headless: false, env: screen.env, devices: ALICE, server: server.url })
    bob = await startPerson({ devices: BOB, server: server.url })
    const [first] = alice.context.pages()
    page = first ?? (await alice.context.newPage())
    await page.goto(pages.url('page'))
    await page.bringToFront()
  })
  afterAll(async () => {
    await bob?.close()
    await alice?.close()
    await server?.stop()
    await pages?.close()
    await screen?.stop()
  })
  afterEach(async () => {
    await waitForSentence(await popupOf(bob), `${alice.peerId} hung up`)
    await waitForRelease(alice, bob)
    await becomeReady(alice, bob)
    await (await popupOf(alice)).close()
  })

  /** A right click on the page, and the menu that it opens. */
  async function openMenu(): Promise<Bounds> {
    const { x, y } = await page.evaluate(() => ({ x: screenX + 300, y: screenY + outerHeight - innerHeight + 100 }))
    await screen.click(x, y, 3)
    return waitUntil('the menu is there', () => screen.bubble())
  }
  async function closeMenu(): Promise<void> {
    await screen.key('Escape')
    await waitUntil('the menu is gone', () => !screen.bubble())
  }

  it('one hangs up from the native context menu, which has Tabcall in it only during a call', async () => {
    const idle = await openMenu()
    await closeMenu()
    const { callerPopup } = await call(alice, bob)
    await callerPopup.close()
    await page.bringToFront()
    const calling = await openMenu()
    expect(calling.height).toBeGreaterThan(idle.height)
    // From the end: Inspect, View page source, Tabcall with its own menu; there Hang up is first.
    await screen.key('Up', 'Up', 'Up', 'Right')
    await waitUntil('its own menu is there', () => screen.bubble()?.width !== calling.width)
    await screen.key('Return')
    await waitForSentence(await popupOf(bob), `${alice.peerId} hung up`)
    await waitUntil('the menu is as before', async () => {
      const now = await openMenu()
      await closeMenu()
      return now.height === idle.height
    })
  })

  it('one shares by the native context menu, and hangs up by the shortcut', async () => {
    const { callerPopup } = await call(alice, bob)
    await callerPopup.close()
    await page.bringToFront()
    const menu = await openMenu()
    await screen.key('Up', 'Up', 'Up', 'Right')
    await waitUntil('its own menu is there', () => screen.bubble()?.width !== menu.width)
    await screen.key('Down', 'Return')
    await waitForPicture((await popupOf(bob)).getByLabel('Shared view'), PAGE_RGB)
    await screen.key('alt+shift+m')
    await (await popupOf(bob)).getByText('Muted').waitFor()
    await screen.key('alt+shift+h')
  })
})
