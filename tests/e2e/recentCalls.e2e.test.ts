import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badge, becomeReady, button, popupOf } from '../support/acts.ts'
import { HostileClient } from '../support/hostile/hostileClient.ts'
import { type Pair, startPair } from '../support/pair.ts'
import { waitUntil } from '../support/wait.ts'

const DAY_MS = 24 * 3_600_000

describe('the recent calls', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.close())

  it('missed calls are told and listed; calls can be searched, deleted, and are gone after 90 days', async () => {
    const { alice } = pair
    await (await popupOf(alice)).close()
    const page = await alice.page('manifest.json')
    const [old, older] = [89, 91].map((days) => ({
      callId: `old-${days}`,
      id: `friend-of-${days}-days`,
      kind: 'plain',
      direction: 'incoming',
      outcome: 'answered',
      reason: 'remoteHangup',
      connectedAt: Date.now() - days * DAY_MS - 65_000,
      endedAt: Date.now() - days * DAY_MS,
      seen: true,
    }))
    await page.evaluate(
      async (entries) => {
        const { calls } = await chrome.storage.local.get('calls')
        await chrome.storage.local.set({ calls: [...entries, ...(Array.isArray(calls) ? calls : [])] })
      },
      [older, old],
    )
    await page.close()
    await waitUntil('no missed call is left unseen', async () => (await badge(alice)).text === '')
    const client = await HostileClient.open(pair.server.url)
    const ring = await client.ring(alice.peerId, { name: 'Heidi' })
    await waitUntil('it rings', async () => (await badge(alice)).text === 'ring')
    await client.control(alice.peerId, ring, { type: 'cancel' })
    await waitUntil('the badge counts it', async () => (await badge(alice)).text === '1')
    const popup = await popupOf(alice)
    await becomeReady(alice)
    await recents(popup).filter({ hasText: client.id }).filter({ hasText: 'Missed' }).waitFor()
    await waitUntil('it was seen', async () => (await badge(alice)).text === '')
    await recents(popup)
      .filter({ hasText: /89-days.*Received.*1:05/ })
      .waitFor()
    expect(await recents(popup).filter({ hasText: '91-days' }).count()).toBe(0)

    await popup.getByRole('searchbox', { name: 'Search' }).fill('89-days')
    await waitUntil(
      'one is found',
      async () => (await recents(popup).locator('.row-title').allTextContents()).join() === 'friend-of-89-days',
    )
    await recents(popup).getByRole('button', { name: 'More' }).click()
    await recents(popup).getByRole('button', { name: 'Delete' }).click()
    await popup.getByText('Nothing found.').first().waitFor()
    await popup.getByRole('searchbox', { name: 'Search' }).fill('')
    await recents(popup).filter({ hasText: client.id }).waitFor()
    await button(popup, 'Clear the list').click()
    await popup.getByText('Calls you make and get are listed here.').waitFor()
    await client.close()
  })

  it('of many calls the newest are listed, and older ones at a press', async () => {
    const { alice } = pair
    await (await popupOf(alice)).close()
    const page = await alice.page('manifest.json')
    await page.evaluate(async () => {
      const many = Array.from({ length: 45 }, (_, index) => ({
        callId: `many-${index}`,
        id: `friend-${index}`,
        kind: 'plain',
        direction: 'incoming',
        outcome: 'answered',
        reason: 'remoteHangup',
        connectedAt: Date.now() - index * 60_000 - 5_000,
        endedAt: Date.now() - index * 60_000,
        seen: true,
      }))
      await chrome.storage.local.set({ calls: many })
    })
    await page.close()
    const popup = await popupOf(alice)
    await recents(popup).filter({ hasText: 'friend-0' }).waitFor()
    expect(await recents(popup).count()).toBe(20)
    for (const shown of [40, 45]) {
      await button(popup, 'Older calls').click()
      await waitUntil(`${shown} are listed`, async () => (await recents(popup).count()) === shown)
    }
    expect(await button(popup, 'Older calls').count()).toBe(0)
  })
})

function recents(popup: Page): Locator {
  return popup.getByRole('list', { name: 'Recent calls' }).getByRole('listitem')
}
