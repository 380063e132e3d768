import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badge, becomeReady, button, popupOf, waitForRelease, waitForSentence } from '../support/acts.ts'
import { colourPage, type PageServer, servePages } from '../support/pages.ts'
import { dial, type Pair, seeRing, startPair, waitForStatus } from '../support/pair.ts'
import { waitForPicture, watchPicture } from '../support/picture.ts'
import { waitUntil } from '../support/wait.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'
import { killWorker } from '../support/worker.ts'

const SHARED_RGB = [150, 40, 160] as const

describe('nobody notices that the service worker is killed', () => {
  let pair: Pair
  let pages: PageServer
  beforeAll(async () => {
    pages = await servePages({ page: colourPage('A page', `rgb(${SHARED_RGB.join()})`) })
    pair = await startPair()
    for (const { context } of [pair.alice, pair.bob]) await context.pages()[0]?.goto(pages.url('page'))
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  it('while nothing happens: one is rung all the same', async () => {
    const { alice, bob } = pair
    await killWorker(bob)
    await killWorker(alice)
    await dial(alice, bob.peerId)
    await waitUntil('the badge says so', async () => (await badge(bob)).text === 'ring')
  })

  it('while it rings: accepting works', async () => {
    const { alice, bob } = pair
    await killWorker(bob)
    await killWorker(alice)
    await button(await popupOf(bob), 'Accept').click()
    await waitForPicture((await popupOf(alice)).getByLabel('Remote video'), bob.devices.rgb)
  })

  it('in the call: the picture in popup and overlay goes on without a gap, and every control works', async () => {
    const { alice, bob } = pair
    const popup = await popupOf(alice)
    const page = alice.context.pages().find((candidate) => candidate.url() === pages.url('page'))
    if (!page) throw new Error('The page is gone.')
    const overlay = await alice.overlay(page)
    await waitForPicture(overlay.getByLabel('Remote video'), bob.devices.rgb)
    const [watched] = await Promise.all([
      watchPicture(popup.getByLabel('Remote video'), 2_000),
      killWorker(alice),
      killWorker(bob),
    ])
    expect(watched.changes).toBeGreaterThan(10)
    await waitForPicture(overlay.getByLabel('Remote video'), bob.devices.rgb)
    await button(overlay, 'Microphone').click()
    await (await popupOf(bob)).getByText('Muted').waitFor()
    await killWorker(alice)
    // A press outside of it closes a popup.
    await button(await popupOf(alice, page), 'Share this tab').click()
    await waitForPicture((await popupOf(bob)).getByLabel('Shared view'), SHARED_RGB)
    await killWorker(alice)
    await button(await popupOf(alice, page), 'Stop sharing').click()
    await (await popupOf(bob)).getByLabel('Shared view').waitFor({ state: 'detached' })
  })

  it('in the call: hanging up ends it everywhere, and it is in the list of calls', async () => {
    const { alice, bob } = pair
    await killWorker(alice)
    await killWorker(bob)
    await button(await popupOf(bob), 'Hang up').click()
    await waitForSentence(await popupOf(alice), `${bob.peerId} hung up`)
    await waitForRelease(alice, bob)
    await becomeReady(alice, bob)
    for (const [person, other] of [[alice, bob] as const, [bob, alice] as const]) {
      const recent = (await popupOf(person)).getByRole('list', { name: 'Recent calls' })
      await recent.getByText(other.peerId).first().waitFor()
      expect(await recent.getByRole('listitem').count()).toBe(1)
      await waitUntil('the badge is empty', async () => (await badge(person)).text === '')
    }
  })
})

/** One way, in ms: long enough to be killed while a stranger's call connects, and while it ends. */
const LONG_WAY_MS = 250

describe.skipIf(!wanPossible)('nobody notices that the service worker is killed on a long line', () => {
  let wan: Wan<'alice' | 'bob' | 'server'>
  let pair: Pair
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: LONG_WAY_MS })
    pair = await startPair({ hosts: wan.hosts })
  })
  afterAll(async () => {
    await pair?.close()
    await wan?.close()
  })

  it('while a stranger’s call connects: both see each other, and a popup opened after it is true', async () => {
    const { alice, bob } = pair
    const caller = await dial(alice, bob.peerId)
    const callee = await seeRing(bob)
    await button(callee, 'Accept').click()
    await waitForStatus(callee, 'Connecting')
    await Promise.all([killWorker(alice), killWorker(bob)])
    await waitForPicture(caller.getByLabel('Remote video'), bob.devices.rgb)
    await waitForPicture(callee.getByLabel('Remote video'), alice.devices.rgb)
    await caller.close()
    await waitForPicture((await popupOf(alice)).getByLabel('Remote video'), bob.devices.rgb)
  })

  it('while it ends: both learn it, and the call is in both lists', async () => {
    const { alice, bob } = pair
    await button(await popupOf(alice), 'Hang up').click()
    await Promise.all([killWorker(alice), killWorker(bob)])
    await waitForSentence(await popupOf(bob), `${alice.peerId} hung up`)
    await waitForRelease(alice, bob)
    await becomeReady(alice, bob)
    for (const [person, other] of [[alice, bob] as const, [bob, alice] as const]) {
      const recent = (await popupOf(person)).getByRole('list', { name: 'Recent calls' })
      await recent.getByText(other.peerId).first().waitFor()
      expect(await recent.getByRole('listitem').count()).toBe(1)
      await waitUntil('the badge is empty', async () => (await badge(person)).text === '')
    }
  })
})
