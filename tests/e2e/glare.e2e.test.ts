import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, button, popupOf, waitForRelease } from '../support/acts.ts'
import { type Pair, type Person, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { sleep } from '../support/wait.ts'

/** How much later Bob dials than Alice, in milliseconds: close together around the same moment, wider further out. */
const OFFSETS_MS = [0, 5, -5, 10, -10, 15, -15, 20, -20, 30, -30, 45, -45, 70, -70, 120, -120, 250, -250, 600]

describe('two who dial each other', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.close())
  afterEach(() => becomeReady(pair.alice, pair.bob))

  it.each(OFFSETS_MS)('%i ms apart are in one call', async (offset) => {
    const { alice, bob } = pair
    const press = await Promise.all([ready(alice, bob), ready(bob, alice)])
    await Promise.all([sleep(Math.max(0, -offset)).then(press[0]), sleep(Math.max(0, offset)).then(press[1])])
    for (const [person, other] of [[alice, bob] as const, [bob, alice] as const]) {
      await waitForPicture((await popupOf(person)).getByLabel('Remote video'), other.devices.rgb)
    }
    await button(await popupOf(offset % 2 === 0 ? alice : bob), 'Hang up').click()
    await waitForRelease(alice, bob)
    await becomeReady(alice, bob)
    for (const person of [alice, bob]) {
      const calls = (await popupOf(person)).getByRole('list', { name: 'Recent calls' }).getByRole('listitem')
      expect(await calls.count()).toBe(OFFSETS_MS.indexOf(offset) + 1)
      expect(await calls.first().textContent()).not.toContain('Missed')
    }
  })
})

/** The ID is typed; what is returned presses Enter, or `Accept` for whom it rings already by then, in the page itself. */
async function ready(person: Person, other: Person): Promise<() => Promise<void>> {
  const popup = await popupOf(person)
  await popup.getByRole('textbox', { name: 'Peer ID' }).fill(other.peerId)
  return () =>
    popup.evaluate(() => {
      const form = document.querySelector('form')
      if (form) return form.requestSubmit()
      const accept = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Accept')
      accept?.click()
    })
}
