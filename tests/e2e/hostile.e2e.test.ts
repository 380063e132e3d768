import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { waitForRelease } from '../support/acts.ts'
import { serverAttack } from '../support/attacks/byServer.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { watchHeld } from '../support/hostile/heldWatch.ts'
import { startHostileCall } from '../support/hostile/hostileCall.ts'
import { HostileClient } from '../support/hostile/hostileClient.ts'
import { type HostileServer, startHostileServer } from '../support/hostile/hostileServer.ts'
import { channelJunk, junkFor, junkFrames } from '../support/hostile/junk.ts'
import { delayer, dropper, isDescription, reorderer, repeater } from '../support/hostile/meddlers.ts'
import { makeHostileSigner, makePlainRing, makeRing } from '../support/hostile/messages.ts'
import { floodWithRings } from '../support/hostile/rings.ts'
import { offerIn } from '../support/hostile/seen.ts'
import { heapOf, tellBackground, watchUncaught } from '../support/hostile/watch.ts'
import { call, dial, type Person, seeRing, startPerson, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { resourcesOf } from '../support/resources.ts'
import { sleep, waitUntil } from '../support/wait.ts'

/** What a document may grow by under any amount of junk: caches and the collector's own mood. */
const FLAT_BYTES = 3_000_000
const DAY_MS = 24 * 3_600_000
const RINGS_A_SECOND = 300

let server: HostileServer
let alice: Person
let bob: Person
let uncaught: () => Promise<readonly string[]>
const clients: HostileClient[] = []

beforeAll(async () => {
  server = await startHostileServer({ clockOffMs: DAY_MS })
  alice = await startPerson({ devices: ALICE, server: server.url })
  bob = await startPerson({ devices: BOB, server: server.url })
  const [ofAlice, ofBob] = [await watchUncaught(alice), await watchUncaught(bob)]
  uncaught = async () => [...(await ofAlice()), ...(await ofBob())]
  await tellBackground(bob, { type: 'saveContact', id: alice.peerId, name: 'Alice' })
})
beforeEach(() => {
  server.meddle = (message, pass) => pass(message)
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  for (const person of [alice, bob]) await backToIdle(person)
  expect(await uncaught()).toEqual([])
})
afterAll(async () => {
  await alice?.close()
  await bob?.close()
  await server?.stop()
})

async function mallory(): Promise<HostileClient> {
  const client = await HostileClient.open(server.url)
  clients.push(client)
  return client
}

/** Ends whatever call there is, by the same command that the shortcut sends. */
async function backToIdle(person: Person): Promise<void> {
  const worker = await person.serviceWorker()
  await worker.evaluate(async () => {
    for (const type of ['hangUp', 'dismiss']) await chrome.runtime.sendMessage({ to: 'offscreen', kind: 'call', body: { type } })
  })
  for (const page of person.context.pages()) if (page.url().includes('src/popup/')) await page.close()
}

/** Whoever rings now is seen, and nothing that came before rings in their place: the proof that nothing did. */
async function expectNothingRang(person: Person): Promise<void> {
  const probe = await mallory()
  await probe.ring(person.peerId, { name: 'Probe' })
  const popup = await seeRing(person)
  await popup.getByText('“Probe” is calling').waitFor()
  await popup.getByRole('button', { name: 'Decline' }).click()
  await waitForStatus(popup, 'You declined')
}

/** Has the server do an attack of `npm run attack`, while what both Tabcalls hold is watched. */
async function beHostile(name: string) {
  const said: string[] = []
  // This one alone leaves the ring as it was: a contact's true ring shows Bob to himself, and that is no device for the call.
  await bob.configure({ previewCamera: name !== 'rewrite-answers' })
  // What the call before still holds would be taken for the attack's.
  await waitForRelease(alice, bob)
  const watches = await Promise.all([watchHeld(alice), watchHeld(bob)])
  const stop = await serverAttack(name, server, (text) => said.push(text))
  return {
    said,
    /** Ends it; gives the most that each has held. */
    async stop() {
      stop()
      const [ofAlice, ofBob] = await Promise.all(watches.map((watch) => watch()))
      return { ofAlice, ofBob }
    },
  }
}

async function seePictures(callerPopup: Page, calleePopup: Page): Promise<void> {
  await waitForPicture(callerPopup.getByLabel('Remote video'), bob.devices.rgb)
  await waitForPicture(calleePopup.getByLabel('Remote video'), alice.devices.rgb)
}

describe('junk of every kind', () => {
  // First: after all the junk no stranger may ring for a minute.
  it('on the channel of a call with a hostile stranger: the call goes on, and titles are plain text', async () => {
    const client = await mallory()
    const page = await alice.context.newPage()
    const accepting = seeRing(bob).then(async (popup) => {
      await popup.getByRole('button', { name: 'Accept' }).click()
      return popup
    })
    const [hostile, popup] = await Promise.all([startHostileCall(page, client, bob.peerId), accepting])
    await popup.getByRole('button', { name: 'Hang up' }).waitFor()
    const junk = channelJunk(hostile.callId)
    const offscreen = await bob.offscreen()
    await hostile.say(junk)
    const before = await heapOf(offscreen)
    for (let times = 0; times < 5; times++) await hostile.say(junk)
    const title = '\u202e<img src=x onerror=alert(1)>\u2066 <b>gpj.exe</b>'
    const share = { source: 'music', picture: false, sound: true, title, music: { title, artist: title, artwork: null } }
    await hostile.sayProperly({ type: 'media', revision: 1_000, microphone: true, camera: true, share })
    await popup.getByText('<img src=x onerror=alert(1)> <b>gpj.exe</b>').first().waitFor()
    expect(await popup.locator('img[src="x"]').count()).toBe(0)
    expect((await heapOf(offscreen)) - before).toBeLessThan(FLAT_BYTES)
    expect(await hostile.isOpen()).toBe(true)
    await hostile.sayProperly({ type: 'hangUp', cause: 'hangup' })
    await waitForStatus(popup, 'hung up')
    await hostile.close()
    await page.close()
  })

  it('while a call runs, from strangers, under the name of the other side and from the server: the call goes on', async () => {
    const { callerPopup, calleePopup } = await call(alice, bob)
    await seePictures(callerPopup, calleePopup)
    const live = offerIn(server.seen, alice.peerId, bob.peerId)
    const { signer } = await mallory()
    const junk = await junkFor(signer, bob.peerId, live)
    const ofServer = new Set(['OPEN', 'ERROR', 'ID-TAKEN'])
    const round = async (): Promise<void> => {
      for (const src of [signer.id, alice.peerId, 'a-page']) {
        for (const message of junk) if (!ofServer.has(message.type)) server.inject({ ...message, src })
      }
      await sleep(500)
    }
    const offscreen = await bob.offscreen()
    await round()
    const before = await heapOf(offscreen)
    for (let times = 0; times < 4; times++) await round()
    expect((await heapOf(offscreen)) - before).toBeLessThan(FLAT_BYTES)
    expect(await offscreen.evaluate(() => 'polluted' in {})).toBe(false)
    await seePictures(callerPopup, calleePopup)

    for (const frame of junkFrames()) server.injectFrame(bob.peerId, frame)
    await sleep(500)
    await seePictures(callerPopup, calleePopup)

    for (const message of junk) if (ofServer.has(message.type)) server.inject({ ...message, src: alice.peerId })
    await waitUntil('Bob is registered again', () => server.isRegistered(bob.peerId), { timeoutMs: 20_000 })
    await seePictures(callerPopup, calleePopup)
    await calleePopup.getByRole('button', { name: 'Hang up' }).click()
    await waitForStatus(callerPopup, 'hung up')
  })
})

describe('the server', () => {
  it('hands the call to somebody else: the caller says so, and sends nothing to their address', async () => {
    const attack = await beHostile('hand-over')
    const popup = await dial(alice, bob.peerId)
    await waitForStatus(popup, 'Identity could not be verified')
    await waitForRelease(alice)
    const { ofAlice } = await attack.stop()
    expect(attack.said).toContain(`${alice.peerId} noticed: identity could not be verified.`)
    expect(attack.said).not.toContain('A packet came to the address of the thief.')
    expect(ofAlice).toMatchObject({ connected: 0 })
  })

  it.each([
    ['OFFER', 'rewrite-offers'],
    ['ANSWER', 'rewrite-answers'],
  ] as const)(
    'rewrites the fingerprint of the %s: said on both sides, no line comes to be, and no device of the callee’s opens',
    async (_, name) => {
      const attack = await beHostile(name)
      const callerPopup = await dial(alice, bob.peerId)
      const calleePopup = await bob.popup()
      for (const popup of [callerPopup, calleePopup]) await waitForStatus(popup, 'Identity could not be verified')
      await waitForRelease(alice, bob)
      const { ofAlice, ofBob } = await attack.stop()
      expect(attack.said.some((text) => text.endsWith('noticed: identity could not be verified.'))).toBe(true)
      expect(ofBob).toMatchObject({ captures: 0, connected: 0 })
      expect(ofAlice).toMatchObject({ connected: 0 })
    },
  )

  it('puts a thief’s ring in the place of Alice’s: it says so on both sides, and nothing rings or opens at Bob’s', async () => {
    const attack = await beHostile('impersonate')
    const callerPopup = await dial(alice, bob.peerId)
    const calleePopup = await bob.popup()
    for (const popup of [callerPopup, calleePopup]) await waitForStatus(popup, 'Identity could not be verified')
    await waitForRelease(alice, bob)
    const { ofAlice, ofBob } = await attack.stop()
    expect(attack.said).toContain(`${bob.peerId} noticed: identity could not be verified.`)
    expect(attack.said).not.toContain(`It rings at ${bob.peerId}.`)
    expect(ofBob).toMatchObject({ captures: 0, connections: 0 })
    expect(ofAlice).toMatchObject({ connected: 0 })
  })

  it('and lets a thief ring as Alice who rings nobody: Bob is told, and Alice’s Tabcall stays as it was', async () => {
    const watches = await Promise.all([watchHeld(alice), watchHeld(bob)])
    const { message } = await makeRing((await mallory()).signer, bob.peerId, { name: 'Alice' })
    const popup = await bob.popup()
    server.inject({ ...message, src: alice.peerId })
    await waitForStatus(popup, 'Identity could not be verified')
    expect(await popup.getByRole('button', { name: 'Accept' }).count()).toBe(0)
    await waitForStatus(await alice.popup(), 'Ready')
    for (const watch of watches) expect(await watch()).toMatchObject({ captures: 0, connections: 0 })
  })

  it('repeats, reorders, loses candidates and holds everything for seconds: the call comes to be', async () => {
    const [again, mixed, lossy, late] = [repeater(2, 300), reorderer(400), dropper(0.5), delayer(1_500)]
    server.meddle = (message, pass) =>
      late(message, (held) => again(held, (copy) => mixed(copy, (one) => (isDescription(one) ? pass(one) : lossy(one, pass)))))
    const { callerPopup, calleePopup } = await call(alice, bob)
    await seePictures(callerPopup, calleePopup)
    await callerPopup.getByRole('button', { name: 'Hang up' }).click()
    await waitForStatus(calleePopup, 'hung up')
  })

  it('holds an offer until its caller has given up: it is a missed call at once, not a ghost', async () => {
    const held: (() => void)[] = []
    server.meddle = (message, pass) => void held.push(() => pass(message))
    const callerPopup = await dial(alice, bob.peerId)
    await waitUntil('the server has the offer', () => held.length > 0)
    await callerPopup.getByRole('button', { name: 'Cancel' }).click()
    await waitUntil('and the cancel', () => server.seen.slice(-3).some(({ type }) => type === 'CANDIDATE'))
    for (const pass of held) pass()
    const calleePopup = await bob.popup()
    await waitForStatus(calleePopup, 'stopped calling')
    expect(await calleePopup.getByRole('button', { name: 'Accept' }).count()).toBe(0)
  })

  it('holds everything for a minute: the caller has heard of no answer, and who accepts the late ring is told that it is over', async () => {
    server.meddle = delayer(60_000)
    const callerPopup = await dial(alice, bob.peerId)
    await waitForStatus(callerPopup, 'No answer', 50_000)
    const calleePopup = await seeRing(bob, 20_000)
    server.meddle = (message, pass) => pass(message)
    await calleePopup.getByRole('button', { name: 'Accept' }).click()
    await waitForStatus(calleePopup, 'stopped calling')
    await waitForRelease(alice, bob)
  })

  it('and its clients have clocks a day off: that alone fails no call', async () => {
    for (const time of [Date.now() - DAY_MS, Date.now() + DAY_MS]) {
      const client = await mallory()
      await client.ring(bob.peerId, { time, name: 'Late' })
      const popup = await seeRing(bob)
      await popup.getByText('“Late” is calling').waitFor()
      await popup.getByRole('button', { name: 'Decline' }).click()
      await client.socket.next('CANDIDATE')
    }
  })
})

describe('who passes for somebody else', () => {
  it('a plain client whose ID looks like a Tabcall’s, and a Tabcall that claims to be plain, ring nowhere', async () => {
    const id = alice.peerId
    const lookalikes = [id.toLowerCase(), id.match(/.{5}/g)?.join('-') ?? '', `${id.slice(0, 24)}${id.endsWith('0') ? '1' : '0'}`]
    for (const src of [...lookalikes, id]) server.inject({ ...makePlainRing(bob.peerId), src })
    for (const src of lookalikes) server.inject({ ...(await makeRing((await mallory()).signer, bob.peerId)).message, src })
    await expectNothingRang(bob)
  })

  it('a name with markup and direction controls is shown as plain words, short and marked as their own', async () => {
    const client = await mallory()
    await client.ring(bob.peerId, { name: '\u202eBob\u2066<img src=x onerror=alert(1)>' })
    const popup = await seeRing(bob)
    await popup.getByText('“Bob<img src=x onerror=alert(1)>” is calling').waitFor()
    await popup.getByText('The name is their own words, not checked.').waitFor()
    expect(await popup.locator('img[src="x"]').count()).toBe(0)
  })
})

// Last: for a minute after them no stranger rings.
describe('floods', () => {
  it.each([
    ['one ID', 1],
    ['300 IDs', 300],
  ] as const)(
    '300 rings a second from %s while a contact rings, until both see each other: the contact gets through, and is who they are',
    async (_, count) => {
      // A profile that nobody has flooded before.
      const callee = await startPerson({ devices: BOB, server: server.url })
      try {
        await tellBackground(callee, { type: 'saveContact', id: alice.peerId, name: 'Alice' })
        const strangers = await Promise.all(Array.from({ length: count }, makeHostileSigner))
        const flood = floodWithRings(server, strangers, callee.peerId, RINGS_A_SECOND)
        await sleep(1_000)
        const callerPopup = await dial(alice, callee.peerId)
        const popup = await callee.popup()
        await popup.getByText('Alice is calling').waitFor({ timeout: 20_000 })
        expect((await resourcesOf(await callee.offscreen())).connections).toBeLessThanOrEqual(8)
        await popup.getByRole('button', { name: 'Accept' }).click()
        await seePictures(callerPopup, popup)
        await popup.getByRole('button', { name: 'Compare words' }).waitFor()
        const { perSecond } = flood.stop()
        expect(perSecond).toBeGreaterThan(RINGS_A_SECOND - 5)
        await popup.getByRole('button', { name: 'Hang up' }).click()
        await waitForStatus(callerPopup, 'hung up')
      } finally {
        await callee.close()
      }
    },
  )
})
