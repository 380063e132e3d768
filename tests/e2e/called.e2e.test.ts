import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { randomId } from '../../src/identity/base64url.ts'
import { badge, becomeReady, button, popupOf, type View, waitForSentence } from '../support/acts.ts'
import { BareSocket } from '../support/hostile/bareSocket.ts'
import { HostileClient } from '../support/hostile/hostileClient.ts'
import { makePlainRing } from '../support/hostile/messages.ts'
import { type PageServer, servePages, textPage } from '../support/pages.ts'
import { dial, type Pair, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { DEVICES } from '../support/talk.ts'
import { sleep, waitUntil } from '../support/wait.ts'

const [ACCEPT, DECLINE] = [0, 1]
const CALL_BACK = 0
/** Longer than a ring must have stood before it takes a press that matters. */
const SETTLED_MS = 900
/** Longer than controls stay where no pointer is. */
const SEEN_MS = 2_500

/** Whether nothing of it is cut off, in the frame that it is in. */
function seenWhole(element: Locator): Promise<boolean> {
  return element.evaluate((one) => {
    const { left, top, right, bottom, width } = one.getBoundingClientRect()
    return width > 0 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
  })
}

describe('being called, with no window of Tabcall open,', () => {
  let pages: PageServer
  let pair: Pair
  let page: Page
  beforeAll(async () => {
    pages = await servePages({ page: textPage('A page') })
    pair = await startPair({ alice: { devices: DEVICES.alice }, bob: { devices: DEVICES.bob } })
    // Another origin than any that was invoked: no overlay may stand there.
    page = await pair.alice.context.newPage()
    await page.goto(pages.otherOrigin('page'))
    await page.bringToFront()
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })
  afterEach(() => becomeReady(pair.bob))

  function callWindow(): Page | undefined {
    const { context, url } = pair.alice
    return context.pages().find((one) => one.url() === url('src/overlay/index.html?window'))
  }

  async function notifications(about: 'incoming' | 'missed'): Promise<string[]> {
    const worker = await pair.alice.serviceWorker()
    const ids = await worker.evaluate(async () => Object.keys(await chrome.notifications.getAll()))
    return ids.filter((id) => id.startsWith(`${about}:`))
  }

  /** What the browser does when a button of a notification is pressed. */
  async function press(id: string, index: number): Promise<void> {
    const worker = await pair.alice.serviceWorker()
    await worker.evaluate(
      ([notification, pressed]) => {
        const { onButtonClicked } = chrome.notifications
        if (!('dispatch' in onButtonClicked) || typeof onButtonClicked.dispatch !== 'function') throw new Error('no dispatch')
        onButtonClicked.dispatch(notification, pressed)
      },
      [id, index] as const,
    )
  }

  /** Bob calls; resolves with the notification's id and the call window, both of which ring. */
  async function ring(): Promise<{ id: string; window: Page }> {
    await dial(pair.bob, pair.alice.peerId)
    const [id = ''] = await waitUntil('a notification rings', async () => {
      const ids = await notifications('incoming')
      return ids.length === 1 ? ids : null
    })
    const window = await waitUntil('the call window is there', callWindow)
    await button(window, 'Accept').waitFor()
    await window.getByRole('switch', { name: 'Show calls on every tab' }).waitFor()
    expect((await badge(pair.alice)).text).toBe('ring')
    return { id, window }
  }

  async function allQuiet(text: string): Promise<void> {
    await waitUntil('nothing rings any more', async () => (await notifications('incoming')).length === 0)
    await waitUntil('the badge', async () => (await badge(pair.alice)).text === text)
  }

  it('one answers by the notification: all else stops ringing; who calls meanwhile does not ring and is listed as missed', async () => {
    const { id, window } = await ring()
    await press(id, ACCEPT)
    await allQuiet('call')
    await button(window, 'Accept').waitFor({ state: 'detached' })
    await waitForPicture(window.getByLabel('Remote video'), pair.bob.devices.rgb)
    await waitForPicture((await popupOf(pair.bob)).getByLabel('Remote video'), pair.alice.devices.rgb)

    const second = await HostileClient.open(pair.server.url)
    await second.ring(pair.alice.peerId)
    await waitUntil('a missed call is announced', async () => (await notifications('missed')).join() === `missed:${second.id}`)
    expect(await notifications('incoming')).toEqual([])
    await second.close()
    await waitForPicture(window.getByLabel('Remote video'), pair.bob.devices.rgb)
    await button(window, 'Hang up').click()
    await waitForSentence(await popupOf(pair.bob), `${pair.alice.peerId} hung up`)
    await allQuiet('1')
    await waitUntil('the call window has gone', () => !callWindow())
    const popup = await pair.alice.popup(page)
    await becomeReady(pair.alice)
    const missed = popup.getByRole('list', { name: 'Recent calls' }).getByRole('listitem').filter({ hasText: second.id })
    await missed.getByText('Missed').waitFor()
    await allQuiet('')
    expect(await notifications('missed')).toEqual([])
    await popup.close()
    await page.bringToFront()
    await page.goto(pages.url('page'))
  })

  it('one declines by the notification', async () => {
    const { id } = await ring()
    await press(id, DECLINE)
    await waitForSentence(await popupOf(pair.bob), `${pair.alice.peerId} declined`)
    await allQuiet('')
    await waitUntil('the call window has gone', () => !callWindow())
    expect(await notifications('missed')).toEqual([])
  })

  it('a missed call leaves a notification, by which one calls back', async () => {
    await ring()
    await button(await popupOf(pair.bob), 'Cancel').click()
    await allQuiet('1')
    await waitUntil('the call window has gone', () => !callWindow())
    const id = `missed:${pair.bob.peerId}`
    await waitUntil('a missed call is announced', async () => (await notifications('missed')).join() === id)
    await becomeReady(pair.bob)
    await press(id, CALL_BACK)
    await button(await popupOf(pair.bob), 'Decline').click()
    await waitForSentence(await popupOf(pair.alice), `${pair.bob.peerId} declined`)
    await allQuiet('')
    expect(await notifications('missed')).toEqual([])
    await becomeReady(pair.alice)
    await (await popupOf(pair.alice)).close()
    await page.bringToFront()
  })

  /** A stranger rings as `Your bank`: they are seen for what they are, with all that one can do about it. */
  async function seeStranger(view: View, id: string): Promise<void> {
    const ring = view.getByRole('region', { name: 'Incoming', exact: true })
    await ring.getByText('“Your bank”').waitFor()
    await ring.getByText('The name is their own words, not checked.').waitFor()
    expect(await ring.locator('.id').textContent()).toBe(id)
    for (const name of ['Accept', 'Decline', 'Add contact', 'Block'])
      await waitUntil(`${name} is seen whole`, () => seenWhole(button(view, name)), { timeoutMs: 3_000 })
  }

  it('a stranger rings in the call window under a name of their own: one sees that it is theirs, their ID, and blocks them', async () => {
    const stranger = await HostileClient.open(pair.server.url)
    await stranger.ring(pair.alice.peerId, { name: 'Your bank' })
    const window = await waitUntil('the call window is there', callWindow)
    await seeStranger(window, stranger.id)
    await sleep(SETTLED_MS)
    await button(window, 'Block').click()
    await allQuiet('')
    await waitUntil('they are blocked', async () =>
      JSON.stringify((await pair.alice.storage()).people).includes(`"id":"${stranger.id}"`),
    )
    await stranger.ring(pair.alice.peerId, { name: 'Your bank' })
    await sleep(1_000)
    expect(await notifications('incoming')).toEqual([])
    expect(callWindow()).toBeUndefined()
    await stranger.close()
    await becomeReady(pair.alice)
    await (await popupOf(pair.alice)).close()
    await page.bringToFront()
  })

  it('a stranger rings in the overlay: the same there, Escape cuts nothing off, and one adds them', async () => {
    await (await pair.alice.popup(page)).close()
    const stranger = await HostileClient.open(pair.server.url)
    const ring = await stranger.ring(pair.alice.peerId, { name: 'Your bank' })
    const overlay = await pair.alice.overlay(page)
    await seeStranger(overlay, stranger.id)
    await button(overlay, 'Decline').focus()
    await page.keyboard.press('Escape')
    await sleep(SETTLED_MS)
    await seeStranger(overlay, stranger.id)
    await button(overlay, 'Add contact').click()
    await button(overlay, 'Add contact').waitFor({ state: 'detached' })
    await stranger.control(pair.alice.peerId, ring, { type: 'cancel' })
    await allQuiet('1')
    await stranger.close()
  })

  it('a caller with another program is said to be not verified', async () => {
    const caller = await BareSocket.open(pair.server.url, 'garden-webcam', randomId())
    caller.send(makePlainRing(pair.alice.peerId))
    const overlay = await pair.alice.overlay(page)
    const ring = overlay.getByRole('region', { name: 'Incoming', exact: true })
    await ring.getByText('Not verified: they use another program.').waitFor()
    await ring.getByText('garden-webcam').waitFor()
    await button(overlay, 'Decline').click()
    await caller.close()
    await becomeReady(pair.alice)
    await (await popupOf(pair.alice)).close()
    await page.bringToFront()
  })

  it('one answers by the overlay, in a tab where it may stand, and no window opens', async () => {
    await (await pair.alice.popup(page)).close()
    await dial(pair.bob, pair.alice.peerId)
    const overlay = await pair.alice.overlay(page)
    await button(overlay, 'Accept').waitFor()
    await page.mouse.move(1, 1)
    // It has been seen for a while: a hand that comes and presses at once, presses once.
    await sleep(SEEN_MS)
    await button(overlay, 'Accept').click()
    await button(overlay, 'Hang up').waitFor()
    await allQuiet('call')
    await waitForPicture(overlay.getByLabel('Remote video'), pair.bob.devices.rgb)
    expect(callWindow()).toBeUndefined()
    await button(overlay, 'Hang up').click()
    await waitForSentence(await popupOf(pair.bob), `${pair.alice.peerId} hung up`)
    await allQuiet('')
  })

  it.each([
    ['For 1 hour', (until: number) => Math.abs(until - Date.now() - 3_600_000) < 60_000],
    [
      'Until tomorrow',
      (until: number) => new Date(until).getHours() === 7 && until > Date.now() && until < Date.now() + 86_400_000 * 1.4,
    ],
    ['Until turned off', (until: number) => until > Date.now() + 86_400_000 * 365],
  ])('do not disturb: %s', async (choice, right) => {
    const { alice, bob } = pair
    const popup = await alice.popup(page)
    await becomeReady(alice)
    await button(popup, 'Do not disturb').click()
    await button(popup, choice).click()
    await waitUntil('it is set', async () =>
      right(Number(JSON.parse(JSON.stringify(await alice.storage())).settings.doNotDisturbUntil)),
    )
    await waitUntil('the badge says so', async () => (await badge(alice)).text === 'dnd')
    await (await popupOf(alice)).close()
    await dial(bob, alice.peerId)
    // Nothing tells that it would ring now: that is the point.
    await sleep(1_000)
    await button(await popupOf(bob), 'Cancel').click()
    await waitUntil('the missed call is counted', async () => (await badge(alice)).text === '1')
    expect(await notifications('incoming')).toEqual([])
    expect(callWindow()).toBeUndefined()
    const again = await alice.popup(page)
    await button(again, 'Turn off').click()
    await allQuiet('')
    await again.close()
  })
})
