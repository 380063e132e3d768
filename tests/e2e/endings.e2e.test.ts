import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RING_TIMEOUT_MS } from '../../src/call/limits.ts'
import { becomeReady, button, popupOf, waitForRelease, waitForSentence } from '../support/acts.ts'
import { BOB, CAROL } from '../support/chromium.ts'
import { tellBackground } from '../support/hostile/watch.ts'
import { call, dial, type Pair, type Person, seeRing, startPair, startPerson, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { startTabcallServer } from '../support/servers.ts'
import { putToSleep } from '../support/sleeping.ts'
import { sleep } from '../support/wait.ts'

/** Tabcall IDs that nobody has, from the test vectors. */
const ABSENT = 'J7085PW2P2AG47STK4JE9T3RW'
/** "At once" on a busy machine, in milliseconds; a stock server takes 5 s. */
const AT_ONCE_MS = 1_500
/** By then the server knows whom it may tell that somebody talks. */
const SIGN_HANGS_MS = 1_500

describe('a call ends for both with its own sentence and leaves both ready', () => {
  let speakers: Speakers<'everybody'>
  let pair: Pair
  let carol: Person
  beforeAll(async () => {
    // Without an audio system there is no microphone either.
    speakers = await startSpeakers(['everybody'])
    const env = speakers.env('everybody')
    pair = await startPair({ alice: { env }, bob: { env } })
    carol = await startPerson({ devices: CAROL, server: pair.server.url, env })
  })
  afterAll(async () => {
    await carol?.close()
    await pair?.close()
    await speakers?.stop()
  })
  afterEach(() => becomeReady(pair.alice, pair.bob, carol))

  it('when nobody answers; who calls meanwhile is told that they are busy', { timeout: 120_000 }, async () => {
    const { alice, bob } = pair
    const carolPopup = await dial(carol, bob.peerId)
    const rangAt = Date.now()
    await seeRing(bob)
    const alicePopup = await type(alice, bob.peerId)
    await button(alicePopup, 'Call').click()
    await waitForSentence(alicePopup, `${bob.peerId} is busy`)
    await becomeReady(alice)
    await waitForSentence(carolPopup, 'No answer', RING_TIMEOUT_MS + 10_000)
    expect(Date.now() - rangAt).toBeGreaterThan(RING_TIMEOUT_MS - 2_000)
    await waitForSentence(await popupOf(bob), `${carol.peerId} stopped calling`)
  })

  it('when it is declined', async () => {
    const { alice, bob } = pair
    const callerPopup = await dial(alice, bob.peerId)
    const calleePopup = await popupOf(bob)
    await button(calleePopup, 'Decline').click()
    await waitForSentence(callerPopup, `${bob.peerId} declined`)
    await waitForSentence(calleePopup, 'You declined')
    await waitForRelease(alice, bob)
  })

  it('when it is cancelled while it rings', async () => {
    const { alice, bob } = pair
    const callerPopup = await dial(bob, alice.peerId)
    const calleePopup = await popupOf(alice)
    await button(calleePopup, 'Accept').waitFor()
    await button(callerPopup, 'Cancel').click()
    await waitForSentence(callerPopup, 'You cancelled the call')
    await waitForSentence(calleePopup, `${bob.peerId} stopped calling`)
    await waitForRelease(alice, bob)
  })

  it('when the other talks already, who notices nothing', async () => {
    const { alice, bob } = pair
    await call(alice, bob)
    const carolPopup = await dial(carol, bob.peerId)
    await waitForSentence(carolPopup, `${bob.peerId} is busy`)
    await waitForPicture((await popupOf(alice)).getByLabel('Remote video'), bob.devices.rgb)
    await button(await popupOf(bob), 'Hang up').click()
    await waitForSentence(await popupOf(alice), `${bob.peerId} hung up`)
    await becomeReady(alice, bob, carol)
    const recent = (await popupOf(bob)).getByRole('list', { name: 'Recent calls' })
    expect(await recent.getByRole('listitem').filter({ hasText: carol.peerId }).first().textContent()).toContain('Missed')
  })

  it('when the other talks already: a contact learns it from the server, before the other browser has even heard the ring', async () => {
    const { alice, bob } = pair
    await tellBackground(bob, { type: 'saveContact', id: carol.peerId, name: 'Carol' })
    await call(alice, bob)
    await sleep(SIGN_HANGS_MS)
    const carolPopup = await type(carol, bob.peerId)
    const wake = await putToSleep(bob)
    await button(carolPopup, 'Call').click()
    await waitForSentence(carolPopup, `${bob.peerId} is busy`)
    wake()
    await button(await popupOf(alice), 'Hang up').click()
    await waitForSentence(await popupOf(bob), `${alice.peerId} hung up`)
    await becomeReady(alice, bob, carol)
    const recent = (await popupOf(bob)).getByRole('list', { name: 'Recent calls' })
    expect(await recent.getByRole('listitem').filter({ hasText: 'Carol' }).first().textContent()).toContain('Missed')
    // And rings again, now that the call is over.
    await dial(carol, bob.peerId)
    await seeRing(bob)
    await button(await popupOf(carol), 'Cancel').click()
    await tellBackground(bob, { type: 'removeContact', id: carol.peerId })
  })

  it.each([
    ['a Tabcall', ABSENT],
    ['anything else', 'nobody-has-this'],
  ])('when the other is not online, at once: %s', async (_, absent) => {
    const { alice } = pair
    const popup = await type(alice, absent)
    const pressedAt = Date.now()
    await button(popup, 'Call').click()
    await waitForSentence(popup, `${absent} is not online`)
    expect(Date.now() - pressedAt).toBeLessThan(AT_ONCE_MS)
    await waitForRelease(alice)
  })

  it('when one has no camera: it goes on with sound, and says why', async () => {
    const { alice, bob } = pair
    await bob.permission('camera', 'denied')
    const { callerPopup, calleePopup } = await call(alice, bob)
    await calleePopup.getByText('The camera is not allowed. Allow it in the set-up page.').waitFor()
    await waitForPicture(calleePopup.getByLabel('Remote video'), alice.devices.rgb)
    await callerPopup.getByLabel('Remote video').waitFor({ state: 'detached' })
    await bob.permission('camera', 'granted')
    await waitForPicture(callerPopup.getByLabel('Remote video'), bob.devices.rgb)
    await button(calleePopup, 'Hang up').click()
  })

  it('when one has no microphone: it goes on with the picture, and says why', async () => {
    const { alice, bob } = pair
    await bob.permission('microphone', 'denied')
    const { callerPopup, calleePopup } = await call(bob, alice)
    await callerPopup.getByText('The microphone is not allowed. Allow it in the set-up page.').waitFor()
    await callerPopup.getByText('The microphone is refused. Others will not hear you.').waitFor()
    await calleePopup.getByText('Muted').waitFor()
    await waitForPicture(calleePopup.getByLabel('Remote video'), bob.devices.rgb)
    await bob.permission('microphone', 'granted')
    await calleePopup.getByText('Muted').waitFor({ state: 'detached' })
    await button(callerPopup, 'Hang up').click()
  })

  it('when the callee may use neither microphone nor camera', async () => {
    const { alice, bob } = pair
    for (const name of ['camera', 'microphone'] as const) await bob.permission(name, 'denied')
    const callerPopup = await dial(alice, bob.peerId)
    const calleePopup = await seeRing(bob)
    await button(calleePopup, 'Accept').click()
    await waitForSentence(calleePopup, 'No camera or microphone')
    await waitForSentence(callerPopup, `${bob.peerId} has no camera or microphone`)
    await waitForRelease(alice, bob)
  })

  it('when the caller may use neither: nobody is rung for long', async () => {
    const { alice, bob } = pair
    const popup = await type(bob, alice.peerId)
    await button(popup, 'Call').click()
    await waitForSentence(popup, 'No camera or microphone')
    await waitForRelease(alice, bob)
    for (const name of ['camera', 'microphone'] as const) await bob.permission(name, 'granted')
  })

  it('and the next call works after all of them', async () => {
    const { alice, bob } = pair
    const { callerPopup, calleePopup } = await call(bob, alice)
    await waitForPicture(callerPopup.getByLabel('Remote video'), alice.devices.rgb)
    await waitForPicture(calleePopup.getByLabel('Remote video'), bob.devices.rgb)
    await button(callerPopup, 'Hang up').click()
    await waitForSentence(calleePopup, `${bob.peerId} hung up`)
  })
})

describe('without a signaling server', () => {
  it('a call says so, and works once the server is back', async () => {
    const pair = await startPair()
    const { alice, bob, server } = pair
    try {
      await server.stop()
      const popup = await popupOf(alice)
      await waitForStatus(popup, 'Offline. The signaling server does not answer.')
      await popup.getByRole('textbox', { name: 'Peer ID' }).fill(bob.peerId)
      await button(popup, 'Call').click()
      await waitForSentence(popup, 'The signaling server cannot be reached')
      await waitForRelease(alice)
      await becomeReady(alice)
      const back = await startTabcallServer({ port: server.port })
      try {
        for (const person of [alice, bob]) await waitForStatus(await popupOf(person), 'Ready', 30_000)
        const { callerPopup } = await call(alice, bob)
        await waitForPicture(callerPopup.getByLabel('Remote video'), BOB.rgb)
      } finally {
        await back.stop()
      }
    } finally {
      await pair.close()
    }
  })
})

describe('on a stock PeerServer', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair({ kind: 'stock' })
  })
  afterAll(() => pair?.close())

  it('someone who is not online is noticed after its 5 s', async () => {
    const popup = await type(pair.alice, ABSENT)
    await button(popup, 'Call').click()
    await waitForSentence(popup, `${ABSENT} is not online`, 10_000)
    await waitForRelease(pair.alice)
    await becomeReady(pair.alice)
  })
})

async function type(person: Person, id: string): Promise<Page> {
  const popup = await popupOf(person)
  await popup.getByRole('textbox', { name: 'Peer ID' }).fill(id)
  return popup
}
