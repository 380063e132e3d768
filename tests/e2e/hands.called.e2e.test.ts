import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, button, popupOf, waitForSentence } from '../support/acts.ts'
import { colourOnScreen, ICON_PIXELS, ICON_RGB, TOOLBAR } from '../support/onScreen.ts'
import { type PageServer, servePages, textPage } from '../support/pages.ts'
import { dial, type Person, startPerson } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { DEVICES } from '../support/talk.ts'
import { sleep, waitUntil } from '../support/wait.ts'
import { type Screen, startScreen } from '../support/xvfb.ts'

/** The button `Deny` of the browser's question, which has the keyboard at first. It stands in the window where it was caused. */
const DENY_RGB = [13, 80, 187] as const
const DENY_PIXELS = 800
const DENY = { top: 140, bottom: 240 } as const
/** A ring that has stood long enough takes a press. */
const SETTLED_MS = 900

/**
 * What is real here: the browser's window, its toolbar and its permission prompt under xdotool's hand; the notification that
 * dunst draws on the screen, the press on it, and the D-Bus signal that tells the browser which button it was. In dunst a press
 * opens a menu of the buttons, which is any program one likes: there a script chooses by the button's words.
 */
describe('called, with real hands,', () => {
  let screen: Screen
  let pages: PageServer
  let server: SignalingServer
  let alice: Person
  let bob: Person
  let page: Page
  beforeAll(async () => {
    screen = await startScreen({ notifications: true })
    pages = await servePages({ page: textPage('A page') })
    server = await startTabcallServer()
    alice = await startPerson({ headless: false, env: screen.env, devices: DEVICES.alice, server: server.url })
    bob = await startPerson({ devices: DEVICES.bob, server: server.url })
    page = alice.context.pages()[0] ?? (await alice.context.newPage())
    // Not the origin on which the popup was opened: nothing was allowed here.
    await page.goto(pages.otherOrigin('page'))
    await page.bringToFront()
  })
  afterAll(async () => {
    await bob?.close()
    await alice?.close()
    await server?.stop()
    await pages?.close()
    await screen?.stop()
  })

  function callWindow(): Page | undefined {
    return alice.context.pages().find((one) => one.url() === alice.url('src/overlay/index.html?window'))
  }

  /** With the mouse, on an element of a page, where the screen shows it. */
  async function press(on: Page, name: string): Promise<void> {
    const box = await on.getByRole('switch', { name }).boundingBox()
    if (!box) throw new Error(`${name} is nowhere.`)
    const { left, top } = await on.evaluate(() => ({
      left: screenX + (outerWidth - innerWidth) / 2,
      top: screenY + outerHeight - innerHeight - (outerWidth - innerWidth) / 2,
    }))
    await screen.click(Math.round(left + box.x + box.width / 2), Math.round(top + box.y + box.height / 2))
  }

  it('one declines by the button of the notification', async () => {
    await dial(bob, alice.peerId)
    await screen.pressNotification('Decline')
    await waitForSentence(await popupOf(bob), `${alice.peerId} declined`)
    await waitUntil('the call window has gone', () => !callWindow())
    await becomeReady(bob)
  })

  it('one accepts by the button of the notification, and calls come to every tab once the browser was allowed it', async () => {
    await dial(bob, alice.peerId)
    await screen.pressNotification('Accept')
    await button(await popupOf(bob), 'Hang up').waitFor()
    const window = await waitUntil('the call window is there', callWindow)
    await waitForPicture(window.getByLabel('Remote video'), bob.devices.rgb)
    await window.bringToFront()
    await sleep(SETTLED_MS)
    await press(window, 'Show calls on every tab')
    await waitUntil('the browser asks', () => colourOnScreen(screen, DENY_RGB, DENY).pixels > DENY_PIXELS)
    await sleep(SETTLED_MS)
    await screen.key('Tab', 'Return')
    const worker = await alice.serviceWorker()
    await waitUntil('it is allowed', () => worker.evaluate(() => chrome.permissions.contains({ origins: ['<all_urls>'] })))
    await page.bringToFront()
    await waitForPicture((await alice.overlay(page)).getByLabel('Remote video'), bob.devices.rgb)
    await waitUntil('the call window has gone', () => !callWindow())
    await button(await popupOf(bob), 'Hang up').click()
    await becomeReady(bob)
  })

  it('a missed call leaves a notification with a button that calls back', async () => {
    await dial(bob, alice.peerId)
    await waitUntil('it rings', () => screen.place('Dunst'))
    await button(await popupOf(bob), 'Cancel').click()
    await becomeReady(bob)
    await sleep(SETTLED_MS)
    await screen.pressNotification('Call back')
    await button(await popupOf(bob), 'Decline').click()
    await becomeReady(bob)
  })

  it('the button in the toolbar opens the popup', async () => {
    await becomeReady(alice)
    await (await popupOf(alice)).close()
    await page.bringToFront()
    const icon = await waitUntil('the icon is in the toolbar', () => {
      const seen = colourOnScreen(screen, ICON_RGB, TOOLBAR)
      return seen.pixels > ICON_PIXELS ? seen : null
    })
    await screen.click(Math.round((icon.left + icon.right) / 2), Math.round((icon.top + icon.bottom) / 2))
    const popup = await waitUntil('the popup is there', () =>
      alice.context.pages().find((one) => one.url().startsWith(alice.url('src/popup/'))),
    )
    await popup.getByRole('textbox', { name: 'Peer ID' }).waitFor()
    expect(await popup.getByLabel('Your ID').textContent()).toBe(alice.peerId)
  })
})
