import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  becomeReady,
  button,
  capturing,
  expectReleaseAtOnce,
  popupOf,
  waitForRelease,
  waitForSentence,
  waitForTone,
} from '../support/acts.ts'
import { type PageServer, servePages, textPage } from '../support/pages.ts'
import { call, type Pair, type Person, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { resourcesOf } from '../support/resources.ts'
import { rms } from '../support/sound.ts'
import { waitUntil } from '../support/wait.ts'

let speakers: Speakers<'alice' | 'bob'>
let pages: PageServer
beforeAll(async () => {
  speakers = await startSpeakers(['alice', 'bob'])
  pages = await servePages({ page: textPage('A page') })
})
afterAll(async () => {
  await speakers?.stop()
  await pages?.close()
})

describe('a call on the Tabcall server', () => {
  let pair: Pair
  let callerPopup: Page
  let calleePopup: Page
  let callerOverlay: Frame
  beforeAll(async () => {
    pair = await startPair({ alice: { env: speakers.env('alice') }, bob: { env: speakers.env('bob') } })
    const { alice, bob } = pair
    for (const person of [alice, bob]) await (await webPage(person)).goto(pages.url('page'))
    const popups = await call(alice, bob)
    callerPopup = popups.callerPopup
    calleePopup = popups.calleePopup
    callerOverlay = await alice.overlay(await webPage(alice))
  })
  afterAll(() => pair?.close())

  it('carries both pictures, to the popup and to the overlay of the tab where it was placed or accepted', async () => {
    const { alice, bob } = pair
    await waitForPicture(callerPopup.getByLabel('Remote video'), bob.devices.rgb)
    await waitForPicture(callerPopup.getByLabel('Your camera'), alice.devices.rgb)
    await waitForPicture(calleePopup.getByLabel('Remote video'), alice.devices.rgb)
    await waitForPicture(callerOverlay.getByLabel('Remote video'), bob.devices.rgb)
    const calleeOverlay = await bob.overlay(await webPage(bob))
    await waitForPicture(calleeOverlay.getByLabel('Remote video'), alice.devices.rgb)
    await waitForPicture(calleeOverlay.getByLabel('Your camera'), bob.devices.rgb)
  })

  it('carries both sounds', async () => {
    const { alice, bob } = pair
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    await waitForTone(speakers, 'bob', alice.devices.hertz)
  })

  it('says who and for how long', async () => {
    const { bob } = pair
    expect(await callerPopup.getByRole('heading', { level: 1 }).textContent()).toBe(bob.peerId)
    await waitUntil('the time runs', async () => (await callerPopup.getByRole('timer').textContent()) !== '0:00')
    expect(await callerOverlay.getByRole('timer').textContent()).toMatch(/^0:\d\d$/)
  })

  it('sends silence while muted, which the other side sees', async () => {
    const { bob } = pair
    await button(calleePopup, 'Microphone').click()
    await callerPopup.getByText('Muted').waitFor()
    expect(await button(calleePopup, 'Microphone').getAttribute('aria-pressed')).toBe('false')
    await waitUntil('nothing is heard', async () => rms((await speakers.hear('alice', 500)).left) < 0.001)
    await button(calleePopup, 'Microphone').click()
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    expect(await callerPopup.getByText('Muted').count()).toBe(0)
  })

  it('lets go of a camera that is turned off, which the other side sees', async () => {
    const { alice, bob } = pair
    const offscreen = await alice.offscreen()
    const captured = async () => [...new Set((await resourcesOf(offscreen)).captures.map(({ kind }) => kind))].sort()
    await waitUntil('both devices are open', async () => (await captured()).join() === 'audio,video')
    await button(callerOverlay, 'Camera').click()
    // A press outside of it closes a popup.
    callerPopup = await popupOf(alice)
    await waitUntil('the camera is released', async () => (await captured()).join() === 'audio')
    await calleePopup.getByLabel('Remote video').waitFor({ state: 'detached' })
    expect(await button(callerPopup, 'Camera').getAttribute('aria-pressed')).toBe('false')
    await waitForTone(speakers, 'bob', alice.devices.hertz)
    await button(callerPopup, 'Camera').click()
    await waitForPicture(calleePopup.getByLabel('Remote video'), alice.devices.rgb)
    await waitForPicture(callerPopup.getByLabel('Remote video'), bob.devices.rgb)
  })

  it('ends from the popup for both, who say so, and everything is released at once', async () => {
    const { alice, bob } = pair
    expect(await capturing(alice)).toBe(true)
    await button(callerPopup, 'Hang up').click()
    await waitForSentence(callerPopup, 'You hung up')
    await waitForSentence(calleePopup, `${alice.peerId} hung up`)
    await expectReleaseAtOnce(alice, bob)
    await waitForSentence(callerOverlay, 'You hung up')
    expect(rms((await speakers.hear('bob', 500)).left)).toBeLessThan(0.001)
    await becomeReady(alice, bob)
    await waitUntil('the overlay is gone', async () => (await webPage(alice)).frames().length === 1)
  })

  it('is called again from the end of the last one, with sound only, and ends from the overlay', async () => {
    const { alice, bob } = pair
    await (await popupOf(bob)).getByRole('switch', { name: 'Camera' }).click()
    await call(bob, alice)
    await waitForPicture((await popupOf(bob)).getByLabel('Remote video'), alice.devices.rgb)
    expect(await (await popupOf(alice)).getByLabel('Remote video').count()).toBe(0)
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    const overlay = await alice.overlay(await webPage(alice))
    await button(overlay, 'Hang up').click()
    await waitForSentence(await popupOf(bob), `${alice.peerId} hung up`)
    await waitForSentence(await popupOf(alice), 'You hung up')
    await expectReleaseAtOnce(alice, bob)
    await button(await popupOf(bob), 'Call again').click()
    await button(await popupOf(alice), 'Accept').click()
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    await button(await popupOf(bob), 'Hang up').click()
    await waitForSentence(await popupOf(alice), `${bob.peerId} hung up`)
  })
})

describe('a call on a stock PeerServer', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair({ kind: 'stock', alice: { env: speakers.env('alice') }, bob: { env: speakers.env('bob') } })
  })
  afterAll(() => pair?.close())

  it('carries picture and sound both ways, and ends for both', async () => {
    const { alice, bob } = pair
    const { callerPopup, calleePopup } = await call(alice, bob)
    await waitForPicture(callerPopup.getByLabel('Remote video'), bob.devices.rgb)
    await waitForPicture(calleePopup.getByLabel('Remote video'), alice.devices.rgb)
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    await waitForTone(speakers, 'bob', alice.devices.hertz)
    await button(calleePopup, 'Hang up').click()
    await waitForSentence(calleePopup, 'You hung up')
    await waitForSentence(callerPopup, `${bob.peerId} hung up`)
    await waitForRelease(alice, bob)
  })
})

async function webPage({ context }: Person): Promise<Page> {
  return waitUntil('there is a web page', () => context.pages().find((page) => /^(https?|about|data):/.test(page.url())))
}
