import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { groupPeerId } from '../../src/identity/peerId.ts'
import { RING_MELODIES } from '../../src/offscreen/sound/melodies.ts'
import { badge, becomeReady, button, popupOf, waitForSentence, waitForTone } from '../support/acts.ts'
import { BOB } from '../support/chromium.ts'
import { dial, type Pair, type Person, startPair, startPerson } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { rms, strongestTone } from '../support/sound.ts'
import { waitUntil } from '../support/wait.ts'

describe('from the popup a person', () => {
  let speakers: Speakers<'alice' | 'bob'>
  let pair: Pair
  let sent: SentMessages
  beforeAll(async () => {
    speakers = await startSpeakers(['alice', 'bob'])
    pair = await startPair({ alice: { env: speakers.env('alice') }, bob: { env: speakers.env('bob') } })
    sent = await watchSent(pair.alice)
  })
  afterAll(async () => {
    await sent?.stop()
    await pair?.close()
    await speakers?.stop()
  })

  it.each([
    ['in groups', (id: string) => spoken(id)],
    ['with dashes, in small letters', (id: string) => groupPeerId(id).join('-').toLowerCase()],
    ['as an invitation', (id: string) => `tabcall:${id}#Bo`],
  ])('dials an ID %s', async (_, write) => {
    const { alice, bob } = pair
    const popup = await popupOf(alice)
    const field = popup.getByRole('textbox', { name: 'Peer ID' })
    await field.fill(write(bob.peerId))
    await field.press('Enter')
    await popup.getByRole('heading', { name: `Calling ${bob.peerId}` }).waitFor()
    await popup.getByText('It rings…').waitFor()
    expect(sent.offers()).toBeGreaterThan(0)
    await button(popup, 'Cancel').click()
    await waitForSentence(popup, 'You cancelled the call')
    await becomeReady(alice)
    sent.clear()
  })

  it('is told of a typing error before anything is sent', async () => {
    const { alice, bob } = pair
    const popup = await popupOf(alice)
    const at = 7
    const wrong = bob.peerId[at] === 'X' ? 'Y' : 'X'
    await popup.getByRole('textbox', { name: 'Peer ID' }).fill(bob.peerId.slice(0, at) + wrong + bob.peerId.slice(at + 1))
    await button(popup, 'Call').click()
    await popup.getByRole('alert').getByText('There is a typing error in this ID').waitFor()
    expect(await button(popup, 'Cancel').count()).toBe(0)
    await popup.getByRole('textbox', { name: 'Peer ID' }).fill(alice.peerId)
    await button(popup, 'Call').click()
    await popup.getByRole('alert').getByText('This is your own ID').waitFor()
    await button(popup, 'Call').click()
    expect(sent.offers()).toBe(0)
    await popup.close()
  })

  it('is rung with the popup shut, by badge and ring tone, and accepts from the popup later', async () => {
    const { alice, bob } = pair
    const callerPopup = await dial(alice, bob.peerId)
    await waitUntil('the badge says that it rings', async () => (await badge(bob)).text === 'ring')
    expect((await badge(bob)).title).toBe(`Tabcall: ${spoken(alice.peerId)} is calling`)
    const bells = RING_MELODIES.bells.notes.map(({ frequency }) => Math.round(frequency / 10) * 10)
    await waitUntil('the bells are heard', async () => bells.includes(strongestTone((await speakers.hear('bob', 700)).left) ?? 0))
    const popup = await popupOf(bob)
    await popup.getByRole('heading', { name: `${alice.peerId} is calling` }).waitFor()
    await button(popup, 'Accept').click()
    await waitForTone(speakers, 'bob', alice.devices.hertz)
    expect((await badge(bob)).text).toBe('call')
    await button(callerPopup, 'Hang up').click()
    await waitForSentence(popup, `${alice.peerId} hung up`)
    await waitUntil('it is quiet again', async () => rms((await speakers.hear('bob', 400)).left) < 0.001)
    await becomeReady(alice, bob)
    expect((await badge(bob)).text).toBe('')
  })

  it('calls again with one click on a recent call, and gives it a name', async () => {
    const { alice, bob } = pair
    const popup = await popupOf(alice)
    const recent = popup.getByRole('list', { name: 'Recent calls' })
    await recent.getByRole('button', { name: 'More' }).first().click()
    await recent.getByRole('button', { name: 'Give a name' }).click()
    await recent.getByRole('textbox').fill('Bo')
    await recent.getByRole('textbox').press('Enter')
    const entry = recent.getByRole('button', { name: /^Bo/ }).first()
    await entry.click()
    await popup.getByRole('heading', { name: 'Calling Bo', exact: true }).waitFor()
    await button(await popupOf(bob), 'Accept').click()
    await button(popup, 'Hang up').waitFor()
    expect(await popup.getByRole('heading', { level: 1 }).textContent()).toBe('Bo')
    await button(await popupOf(bob), 'Hang up').click()
    await waitForSentence(popup, 'Bo hung up')
    await becomeReady(alice, bob)
    await popup.getByRole('list', { name: 'Contacts' }).getByText('Bo').waitFor()
  })
})

describe('between two starts of the browser', () => {
  let server: SignalingServer
  let profile: string
  beforeAll(async () => {
    server = await startTabcallServer()
  })
  afterAll(() => server?.stop())
  beforeEach(() => {
    profile = mkdtempSync(join(tmpdir(), 'tabcall-kept-'))
  })
  afterEach(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

  it('a person keeps their ID, their settings and the calls made', async () => {
    const first = await startPerson({ profile, server: server.url, devices: BOB })
    const nobody = 'nobody-here'
    const popup = await dialAbsent(first, nobody)
    await popup.getByRole('switch', { name: 'Camera' }).click()
    await waitUntil('the change was saved', async () => JSON.stringify(await first.storage()).includes('"startWithCamera":false'))
    await first.close()

    const second = await startPerson({ profile, devices: BOB })
    expect(second.peerId).toBe(first.peerId)
    const again = await popupOf(second)
    await again.getByRole('list', { name: 'Recent calls' }).getByText(nobody).waitFor()
    expect(await again.getByRole('switch', { name: 'Camera' }).getAttribute('aria-checked')).toBe('false')
    await second.close()
  })
})

/** As a screen reader gets it: group by group. */
function spoken(id: string): string {
  return groupPeerId(id).join(' ')
}

async function dialAbsent(person: Person, id: string): Promise<Page> {
  const popup = await popupOf(person)
  await popup.getByRole('textbox', { name: 'Peer ID' }).fill(id)
  await button(popup, 'Call').click()
  await waitForSentence(popup, `${id} is not online`)
  await becomeReady(person)
  return popup
}

interface SentMessages {
  offers(): number
  clear(): void
  stop(): Promise<void>
}

/** Counts the offers that a person's browser sends to the signaling server. */
async function watchSent(person: Person): Promise<SentMessages> {
  const offscreen = await person.offscreen()
  const session: CDPSession = await offscreen.context().newCDPSession(offscreen)
  let offers = 0
  session.on('Network.webSocketFrameSent', ({ response }) => {
    if (response.payloadData.includes('"OFFER"')) offers++
  })
  await session.send('Network.enable')
  return {
    offers: () => offers,
    clear() {
      offers = 0
    },
    stop: () => session.detach(),
  }
}
