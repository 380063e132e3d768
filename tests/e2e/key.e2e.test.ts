import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, button, popupOf, waitForRelease, waitForSentence } from '../support/acts.ts'
import type { Tabcall } from '../support/browser.ts'
import { HostileClient } from '../support/hostile/hostileClient.ts'
import { dial, type Pair, seeRing, startPair, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { sleep, waitUntil } from '../support/wait.ts'

const PASSPHRASE = 'correct horse battery'
/** Longer than any pause between attempts of a client that would take its ID back. */
const LOOP_MS = 6_000

describe('the key', () => {
  let pair: Pair
  let backup: string
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.close())

  async function optionsOf(person: Tabcall): Promise<Page> {
    const options = await person.page('src/options/index.html')
    await options.getByText('a lost or stolen key cannot be called back').waitFor()
    return options
  }
  async function restore(options: Page, name: string, content: string, passphrase: string): Promise<void> {
    const choosing = options.waitForEvent('filechooser')
    await button(options, 'Restore a back-up').click()
    await (await choosing).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })
    const field = options.getByLabel(`Passphrase of ${name}`)
    await field.fill(passphrase)
    await field.press('Enter')
  }
  async function shownId(person: Tabcall): Promise<string | null> {
    const popup = await popupOf(person)
    await waitForStatus(popup, 'Ready')
    return popup.getByLabel('Your ID').textContent()
  }

  it('is saved in a file that a passphrase seals, in the format of age', async () => {
    const { alice } = pair
    const options = await optionsOf(alice)
    const field = options.getByLabel('Passphrase', { exact: true })
    await field.fill('short')
    await button(options, 'Save back-up').click()
    await options.getByRole('alert').getByText('Use a passphrase of 8 characters or more.').waitFor()
    await options.close()
    // The first page that anybody sees offers it too.
    const setUp = await alice.page('src/onboarding/index.html')
    await setUp.getByText('Without a back-up it is lost with the browser.').waitFor()
    const saving = setUp.waitForEvent('download')
    await setUp.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
    await button(setUp, 'Save back-up').click()
    const download = await saving
    await setUp.getByText('Saved. Keep the file and the passphrase in a safe place.').waitFor()
    expect(download.suggestedFilename()).toBe('tabcall-identity.age')
    backup = readFileSync(await download.path(), 'utf8')
    expect(backup).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/)
    await setUp.close()
  })

  it('is restored on another machine, which then has the ID; a wrong passphrase or file changes nothing', async () => {
    const { alice, bob } = pair
    const options = await optionsOf(bob)
    await restore(options, 'a.txt', 'Hello', PASSPHRASE)
    await options.getByRole('alert').getByText('This file is no back-up of Tabcall.').waitFor()
    await button(options, 'Leave as it was').click()
    await restore(options, 'key.age', backup, 'wrong horse battery')
    await options.getByRole('alert').getByText('This passphrase does not open the file.').waitFor()
    await options.getByLabel('Passphrase of key.age').fill(PASSPHRASE)
    await button(options, 'Restore').click()
    await waitForSentence(options, 'Your ID is restored')
    await options.close()
    await waitUntil('the ID is there', async () => (await shownId(bob)) === alice.peerId)
  })

  it('on two machines: the newer connection has the ID, the older says so and may take it back, with no end of evictions', async () => {
    const { alice, bob } = pair
    const [popup, twin] = [await popupOf(alice), await popupOf(bob)]
    await waitForStatus(popup, 'In use elsewhere')
    await popup.getByText('Your ID is in use in another browser.').waitFor()
    const registrations = await countSockets(alice, bob)
    for (const [here, there] of [
      [popup, twin],
      [twin, popup],
      [popup, twin],
    ] as const) {
      const before = registrations()
      await button(here, 'Use here').click()
      await waitForStatus(here, 'Ready')
      await waitForStatus(there, 'In use elsewhere')
      expect(registrations() - before).toBe(1)
    }
    const before = registrations()
    await sleep(LOOP_MS)
    expect(registrations() - before).toBe(0)
    await waitForStatus(popup, 'Ready')
    await waitForStatus(twin, 'In use elsewhere')
    const client = await HostileClient.open(pair.server.url)
    await client.ring(alice.peerId)
    await button(await seeRing(alice), 'Decline').click()
    expect(await button(twin, 'Accept').count()).toBe(0)
    await client.close()
    await button(popup, 'Done').click()
  })

  it('gives way to a new one only after asking', async () => {
    const { alice, bob } = pair
    const options = await optionsOf(bob)
    await button(options, 'New identity').click()
    await options.getByText('Your present ID is gone for good, unless you have a back-up.').waitFor()
    await button(options, 'Keep my ID').click()
    await button(options, 'New identity').click()
    await button(options, 'Make a new identity').click()
    await waitForSentence(options, 'You have a new ID')
    await options.close()
    await waitUntil('another ID is ready', async () => ![alice.peerId, bob.peerId, ''].includes((await shownId(bob)) ?? ''))
    expect(await shownId(alice)).toBe(alice.peerId)
  })

  it('made new in the midst of a call ends it for both at once, and nothing of it comes back under the new ID', async () => {
    const { alice, bob } = pair
    const before = (await shownId(bob)) ?? ''
    const popup = await dial(alice, before)
    await button(await seeRing(bob), 'Accept').click()
    await waitForPicture(popup.getByLabel('Remote video'), bob.devices.rgb)
    const options = await optionsOf(bob)
    await button(options, 'New identity').click()
    await options.getByText('A call that is going on ends.').waitFor()
    await button(options, 'Make a new identity').click()
    await waitForSentence(popup, `${before} hung up`, 3_000)
    await waitForSentence(options, 'You have a new ID')
    await options.close()
    await waitUntil('another ID is ready', async () => ![before, ''].includes((await shownId(bob)) ?? ''))
    await (await popupOf(bob)).getByRole('textbox', { name: 'Peer ID' }).waitFor()
    expect(await button(await popupOf(bob), 'Rejoin').count()).toBe(0)
    await waitForRelease(alice, bob)
    await becomeReady(alice)
  })

  it('that is damaged is said so, in every place that would show the ID; a back-up or a new identity mends it', async () => {
    const { alice, bob } = pair
    await damageKey(bob)
    const popup = await popupOf(bob)
    await waitForSentence(popup, 'Offline. Your key is damaged.')
    await popup.getByText('There is no ID without a working key.').waitFor()
    const setUp = await bob.page('src/onboarding/index.html')
    await setUp.getByText('Restore a back-up of it, or make a new identity.').waitFor()
    await setUp.getByText('There is no ID without a working key.').waitFor()
    await setUp.close()
    const options = await optionsOf(bob)
    await restore(options, 'key.age', backup, PASSPHRASE)
    await waitForSentence(options, 'Your ID is restored')
    await options.close()
    await waitUntil('the ID is there', async () => (await shownId(bob)) === alice.peerId)

    await damageKey(bob)
    await waitForSentence(await popupOf(bob), 'Offline. Your key is damaged.')
    await button(await popupOf(bob), 'Open the options').click()
    const opened = await waitUntil('the options are there', () =>
      bob.context.pages().find((page) => page.url().includes('src/options/')),
    )
    await button(opened, 'New identity').click()
    await button(opened, 'Make a new identity').click()
    await waitForSentence(opened, 'You have a new ID')
    await opened.close()
    await waitUntil('another ID is ready', async () => ![alice.peerId, ''].includes((await shownId(bob)) ?? ''))
  })
})

/** Bytes go bad on the disk; the offscreen document that has the key in memory ends. */
async function damageKey(person: Tabcall): Promise<void> {
  const page = await person.page('manifest.json')
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tabcall-identity')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const change = opening.result.transaction('identity', 'readwrite')
          change.objectStore('identity').put({ version: 1, id: 'damaged' }, 'own')
          change.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
  )
  await page.close()
  await (await person.serviceWorker()).evaluate(() => chrome.offscreen.closeDocument())
}

/** Counts the sockets that the browsers open from now on. */
async function countSockets(...people: readonly Tabcall[]): Promise<() => number> {
  let sockets = 0
  for (const person of people) {
    const session = await person.context.newCDPSession(await person.offscreen())
    session.on('Network.webSocketCreated', () => {
      sockets += 1
    })
    await session.send('Network.enable')
  }
  return () => sockets
}
