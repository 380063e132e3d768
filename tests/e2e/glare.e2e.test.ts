import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, button, popupOf, waitForRelease } from '../support/acts.ts'
import { type Pair, type Person, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { sleep } from '../support/wait.ts'

/** How much later Bob dials than Alice, in milliseconds: close together around the same moment, wider further out. */
const OFFSETS_MS = [0, 5, -5, 10, -10, 15, -15, 20, -20, 30, -30, 45, -45, 70, -70, 120, -120, 250, -250, 600]

/** By how much the one whom only contacts may ring is first: far less than a ring takes to get there. */
const FIRST_BY_MS = 5

describe('two who dial each other', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.close())
  afterEach(() => becomeReady(pair.alice, pair.bob))

  it.each(OFFSETS_MS)('%i ms apart are in one call', async (offset) => {
    const { alice, bob } = pair
    await expectOneCall([alice, bob], offset)
  })
})

describe('two of whom only contacts may ring one, on a stock server', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair({ kind: 'stock' })
  })
  afterAll(() => pair?.close())
  afterEach(() => becomeReady(pair.alice, pair.bob))

  it.each(['alice', 'bob'] as const)('are in one call where %s, who is that one, dials first', async (name) => {
    const first = pair[name]
    const second = name === 'alice' ? pair.bob : pair.alice
    await second.configure({ whoMayRing: 'everyone' })
    await first.configure({ whoMayRing: 'contacts' })
    await expectOneCall([first, second], FIRST_BY_MS)
  })
})

/** Both dial, the second `offset` ms after the first, and have one call, of which each keeps one line. */
async function expectOneCall([first, second]: readonly [Person, Person], offset: number): Promise<void> {
  const people = [first, second] as const
  const before = await Promise.all(people.map(async (person) => (await recentCalls(person)).count()))
  const press = await Promise.all([ready(first, second), ready(second, first)])
  await Promise.all([sleep(Math.max(0, -offset)).then(press[0]), sleep(Math.max(0, offset)).then(press[1])])
  for (const [person, other] of [people, [second, first] as const]) {
    await waitForPicture((await popupOf(person)).getByLabel('Remote video'), other.devices.rgb)
  }
  await button(await popupOf(offset % 2 === 0 ? first : second), 'Hang up').click()
  await waitForRelease(...people)
  await becomeReady(...people)
  for (const [index, person] of people.entries()) {
    const calls = await recentCalls(person)
    expect(await calls.count()).toBe((before[index] ?? 0) + 1)
    expect(await calls.first().textContent()).not.toContain('Missed')
  }
}

/** The lines of calls; with none there is a line that says so. */
async function recentCalls(person: Person): Promise<Locator> {
  const popup = await popupOf(person)
  const lines = popup.getByRole('list', { name: 'Recent calls' }).getByRole('listitem')
  return lines.filter({ has: popup.getByRole('button') })
}

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
