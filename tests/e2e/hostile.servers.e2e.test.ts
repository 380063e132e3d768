import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, button, popupOf } from '../support/acts.ts'
import { serverAttack } from '../support/attacks/byServer.ts'
import { ALICE } from '../support/chromium.ts'
import { HostileClient } from '../support/hostile/hostileClient.ts'
import { type HostileServer, startHostileServer } from '../support/hostile/hostileServer.ts'
import { makeRing } from '../support/hostile/messages.ts'
import { tellBackground } from '../support/hostile/watch.ts'
import { dial, type Person, seeRing, startPerson, waitForStatus } from '../support/pair.ts'
import { sleep, waitUntil } from '../support/wait.ts'

/** A STUN server is asked as soon as a connection is made. */
const ASKED_MS = 1_500
const DAY_MS = 24 * 3_600_000
const PUBLIC_NAME = 'signal.example.com'
const NAMES = `MAP ${PUBLIC_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost`

describe('a hostile signaling server', () => {
  const said: string[] = []
  const wasAsked = () => said.includes('A private address was asked.')
  let stopScanning: () => void
  let server: HostileServer
  let alice: Person
  let atPublicName: string
  const clients: HostileClient[] = []
  beforeAll(async () => {
    server = await startHostileServer()
    stopScanning = await serverAttack('ice-scanner', server, (text) => said.push(text))
    atPublicName = server.url.replace('127.0.0.1', PUBLIC_NAME)
    alice = await startPerson({ devices: ALICE, server: atPublicName, flags: [`--host-resolver-rules=${NAMES}`] })
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
    await becomeReady(alice)
  })
  afterAll(async () => {
    await alice?.close()
    stopScanning?.()
    await server?.stop()
  })

  async function mallory(): Promise<HostileClient> {
    const client = await HostileClient.open(server.url)
    clients.push(client)
    return client
  }

  it('has no private address asked by its ICE servers, unless it is at one itself', async () => {
    const popup = await dial(alice, (await mallory()).id)
    const used = await waitUntil('a connection is made', () => iceUrlsOf(alice))
    expect(used).toEqual(['stun:stun.example.com:3478'])
    await sleep(ASKED_MS)
    expect(wasAsked()).toBe(false)
    await button(popup, 'Cancel').click()
    await becomeReady(alice)

    await alice.configure({ signalingServer: server.url })
    await waitForStatus(await popupOf(alice), 'Ready')
    await dial(alice, (await mallory()).id)
    await waitUntil('this one is asked', wasAsked)
    await button(await popupOf(alice), 'Cancel').click()
    await becomeReady(alice)
    await alice.configure({ signalingServer: atPublicName })
    await waitForStatus(await popupOf(alice), 'Ready')
  })

  it('replays old offers to a Tabcall that was started anew: nothing rings', async () => {
    const client = await mallory()
    const ring = await client.ring(alice.peerId, { name: 'Old' })
    await button(await seeRing(alice), 'Decline').click()
    await becomeReady(alice)
    await (await popupOf(alice)).close()
    const calls = async () => JSON.stringify((await alice.storage()).calls ?? []).split('callId').length - 1
    await waitUntil('it is listed', async () => (await calls()) > 0)
    const before = await calls()
    const old = await alice.offscreen()
    const closed = old.waitForEvent('close')
    await tellBackground(alice, { type: 'identityChanged' })
    await closed
    const popup = await popupOf(alice)
    await waitForStatus(popup, 'Ready')
    const { ringing = 0 } = client.heard()
    for (let times = 0; times < 5; times++) server.inject({ ...ring.message, src: client.id })
    // Those of another day too, which nobody could remember for ever.
    const daysOld = await makeRing(client.signer, alice.peerId, { time: Date.now() - 4 * DAY_MS, name: 'Older' })
    server.inject({ ...daysOld.message, src: client.id })
    // Whoever rings now is seen: nothing that came before rings in their place.
    await (await mallory()).ring(alice.peerId, { name: 'Probe' })
    await popup.getByRole('heading', { name: '“Probe” is calling' }).waitFor()
    await button(popup, 'Decline').click()
    await waitForStatus(popup, 'You declined')
    expect(client.heard().ringing ?? 0).toBe(ringing)
    await waitUntil('the probe is listed', async () => (await calls()) > before)
    expect(await calls()).toBe(before + 1)
  })
})

/** The ICE servers of the connections that a person's browser has open. */
async function iceUrlsOf(person: Person): Promise<readonly string[] | null> {
  const offscreen: Page = await person.offscreen()
  const session = await person.context.newCDPSession(offscreen)
  try {
    const { result } = await session.send('Runtime.evaluate', { expression: 'RTCPeerConnection.prototype' })
    const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
    const answer = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: URLS_OF_OPEN_ONES,
      returnByValue: true,
    })
    return v.parse(v.nullable(v.array(v.string())), answer.result.value)
  } finally {
    await session.detach()
  }
}
const URLS_OF_OPEN_ONES = `function () {
  const open = this.filter((one) => one instanceof RTCPeerConnection && !Object.hasOwn(one, 'constructor') && one.signalingState !== 'closed')
  return open.length === 0 ? null : open.flatMap((one) => one.getConfiguration().iceServers.flatMap(({ urls }) => urls))
}`
