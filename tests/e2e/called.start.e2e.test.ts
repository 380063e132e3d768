import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, button, popupOf } from '../support/acts.ts'
import { launchTabcall, type Tabcall } from '../support/browser.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { type Person, startPerson } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { waitUntil } from '../support/wait.ts'

/** From the start of the browser; a registration takes a moment. */
const READY_MS = 10_000

describe('in a browser that was started anew, and in which nothing of Tabcall was opened,', () => {
  let profile: string
  let server: SignalingServer
  let bob: Person
  let aliceId: string
  let alice: Tabcall | undefined
  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), 'tabcall-start-'))
    server = await startTabcallServer()
    bob = await startPerson({ devices: BOB, server: server.url })
    const before = await startPerson({ devices: ALICE, server: server.url, profile })
    aliceId = before.peerId
    await before.close()
  })
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await server?.stop()
    rmSync(profile, { recursive: true, force: true })
  })

  it('one is rung, sees who it is, and answers', async () => {
    await alice?.close()
    const started = await launchTabcall({ profile, devices: ALICE })
    alice = started
    const { context, url } = started
    const ours = () => context.pages().filter((page) => page.url().startsWith(url('')) && !page.url().includes('src/offscreen/'))
    expect(ours()).toEqual([])
    const offscreen = await started.offscreen()
    // Until its offscreen document is registered, it is not online.
    await waitUntil(
      'it rings',
      async () => {
        const popup = await popupOf(bob)
        await popup.getByRole('textbox', { name: 'Peer ID' }).fill(aliceId)
        await button(popup, 'Call').click()
        // Who is not online yet is told at once: there may never be a `Cancel` to see.
        await popup.getByText('It rings', { exact: false }).or(button(popup, 'Call again')).waitFor()
        if (await button(popup, 'Cancel').isVisible()) return true
        await becomeReady(bob)
        return false
      },
      { timeoutMs: READY_MS, intervalMs: 500 },
    )
    const worker = await started.serviceWorker()
    await waitUntil('a notification rings', () =>
      worker.evaluate(async () => Object.keys(await chrome.notifications.getAll())[0]),
    )
    const window = await waitUntil('the call window comes', () => ours().find((page) => page.url().endsWith('?window')))
    await waitUntil('it says who rings', async () => (await window.locator('h1 .id').textContent()) === bob.peerId)
    await waitUntil(
      'it is accepted',
      async () => {
        if (await button(window, 'Accept').isVisible()) await button(window, 'Accept').click()
        return button(window, 'Hang up').isVisible()
      },
      { intervalMs: 700 },
    )
    await waitForPicture((await popupOf(bob)).getByLabel('Remote video'), ALICE.rgb)
    expect(offscreen.isClosed()).toBe(false)
  })
})
