import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady } from '../support/acts.ts'
import { type Capture, startCapture } from '../support/capture.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { startTurn } from '../support/coturn.ts'
import { tellBackground } from '../support/hostile/watch.ts'
import { dial, type Person, seeRing, startPerson, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { run } from '../support/processes.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { sleep, waitUntil } from '../support/wait.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

/** Long enough for STUN checks, of which the first comes within 100 ms. */
const CHECKS_MS = 1_500
const KNOCKS = 50

describe.skipIf(!wanPossible)('on a network that is watched', () => {
  let wan: Wan<'alice' | 'bob' | 'server'>
  let server: SignalingServer
  let alice: Person
  let bob: Person
  /** All that Alice's computer sends and gets, from before her browser started. */
  let everything: Capture
  let folder: string
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: 5 })
    const { hosts } = wan
    server = await startTabcallServer({ wanHost: hosts.server, env: { STUN_PORT: '3479' } })
    bob = await startPerson({ devices: BOB, server: server.url, wanHost: hosts.bob })
    everything = await startCapture('ip or ip6', hosts.alice)
    folder = mkdtempSync(join(tmpdir(), 'tabcall-net-log-'))
    const flags = [`--log-net-log=${join(folder, 'log')}`]
    alice = await startPerson({ devices: ALICE, server: server.url, wanHost: hosts.alice, flags })
  })
  const tidy = async () => {
    await becomeReady(alice, bob)
    for (const person of [alice, bob]) {
      for (const page of person.context.pages()) if (page.url().includes('src/popup/')) await page.close()
    }
  }
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await everything?.stop()
    await server?.stop()
    await wan?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  /** An attack by its name, run on Alice's computer against Bob. */
  function attack(name: string, ...more: readonly string[]) {
    const command = [process.execPath, resolve('scripts/attack.mjs'), name, '--id', bob.peerId, '--server', server.url, ...more]
    return run(command, { place: wan.hosts.alice })
  }

  it('none of either reaches the other when one Tabcall dials another as a stranger, until accept', async () => {
    const { hosts } = wan
    const capture = await startCapture(`udp and host ${hosts.alice.address} and host ${hosts.bob.address}`, hosts.bob)
    const callerPopup = await dial(alice, bob.peerId)
    const calleePopup = await seeRing(bob)
    await sleep(CHECKS_MS)
    expect(await capture.packets()).toEqual([])
    await calleePopup.getByRole('button', { name: 'Accept' }).click()
    await waitForPicture(callerPopup.getByLabel('Remote video'), bob.devices.rgb)
    expect((await capture.packets()).length).toBeGreaterThan(20)
    await capture.stop()
    await callerPopup.getByRole('button', { name: 'Hang up' }).click()
    await waitForStatus(calleePopup, 'hung up')
    await tidy()
  })

  it('with “Relay only for strangers” nothing of one’s own address comes out in a stranger’s call; a contact’s is direct', async () => {
    const { hosts } = wan
    const turn = await startTurn(hosts.server)
    await bob.configure({ iceServers: turn.udp, relayOnlyForStrangers: true })
    const capture = await startCapture(`udp and host ${hosts.alice.address}`, hosts.alice)
    const fromBob = async () => (await capture.packets()).filter(({ from }) => from.startsWith(`${hosts.bob.address}.`))
    const talk = async (caller: Person, callee: Person) => {
      const callerPopup = await dial(caller, callee.peerId)
      const calleePopup = await seeRing(callee)
      await calleePopup.getByRole('button', { name: 'Accept' }).click()
      await waitForPicture(callerPopup.getByLabel('Remote video'), callee.devices.rgb)
      await waitForPicture(calleePopup.getByLabel('Remote video'), caller.devices.rgb)
      return { callerPopup, calleePopup }
    }
    const throughServer = async () =>
      (await capture.packets()).filter(({ from }) => from.startsWith(`${hosts.server.address}.`)).length
    for (const [caller, callee] of [[alice, bob] as const, [bob, alice] as const]) {
      const before = await throughServer()
      const { callerPopup, calleePopup } = await talk(caller, callee)
      const bobs = callee === bob ? calleePopup : callerPopup
      await bobs.getByRole('button', { name: 'Details' }).click()
      await bobs.getByText('Relayed').waitFor()
      expect(await fromBob()).toEqual([])
      expect((await throughServer()) - before).toBeGreaterThan(50)
      await callerPopup.getByRole('button', { name: 'Hang up' }).click()
      await waitForStatus(calleePopup, 'hung up')
      await tidy()
      expect(await fromBob()).toEqual([])
    }

    await tellBackground(bob, { type: 'saveContact', id: alice.peerId, name: 'Alice' })
    const contact = await talk(alice, bob)
    expect((await fromBob()).length).toBeGreaterThan(20)
    await contact.callerPopup.getByRole('button', { name: 'Hang up' }).click()
    await waitForStatus(contact.calleePopup, 'hung up')
    await capture.stop()
    await tellBackground(bob, { type: 'removeContact', id: alice.peerId })
    await bob.configure({ iceServers: '', relayOnlyForStrangers: false })
    await turn.stop()
    await tidy()
  })

  // Last: for a minute after it no stranger rings.
  it('no packet of the callee’s address reaches a stranger before accept, 50 rings over', async () => {
    const { hosts } = wan
    const capture = await startCapture(`host ${hosts.bob.address}`, hosts.alice)
    const ring = attack('ring')
    const popup = await seeRing(bob)
    await sleep(CHECKS_MS)
    expect(await capture.packets()).toEqual([])
    // That there would be packets, is seen once it is accepted.
    await popup.getByRole('button', { name: 'Accept' }).click()
    await ring.firstLine((line) => line.includes('was accepted') || null)
    await waitUntil('the lure draws packets', async () => (await capture.packets()).length > 0)
    await popup.getByRole('button', { name: 'Hang up' }).click()
    await waitForStatus(popup, 'You hung up')
    await ring.stop()
    await capture.stop()
    await tidy()

    const quiet = await startCapture(`host ${hosts.bob.address}`, hosts.alice)
    const knocks = attack('knock', '--times', String(KNOCKS))
    const rang = Number(
      await waitUntil('all knocks are done', () => /It rang (\d+) of 50 times/.exec(knocks.output())?.[1], {
        timeoutMs: 110_000,
      }),
    )
    await sleep(CHECKS_MS)
    expect(rang).toBeGreaterThan(20)
    expect(await quiet.packets()).toEqual([])
    expect(knocks.output()).not.toContain('answered a stranger')
    await knocks.stop()
    await quiet.stop()
    await tidy()
  })

  it('in all of this the browser has spoken to its signaling server, STUN and TURN there, and the other side: to nobody else', async () => {
    const { hosts } = wan
    await alice.close()
    const own = `${hosts.alice.address}.`
    const spokenTo = (await everything.packets())
      .filter(({ from }) => from.startsWith(own))
      .map(({ to }) => to.replace(/\.\d+$/, ''))
    expect(new Set(spokenTo)).toEqual(new Set([hosts.server.address, hosts.bob.address]))
    // What is asked of names cannot get out of here, and is in the browser's own log.
    const asked = urlsIn(readFileSync(join(folder, 'log'), 'utf8')).map((url) => new URL(url))
    const byTabcall = asked.filter(({ protocol, hostname }) => protocol !== 'chrome-extension:' && !BROWSERS_OWN.test(hostname))
    expect(new Set(byTabcall.map(({ origin }) => origin))).toEqual(
      new Set([server.url, server.url.replace('http', 'ws')].map(originOf)),
    )
  })
})

/** Chromium asks its maker for updates and models, with and without extensions. */
const BROWSERS_OWN = /\.(google|googleapis)\.com$/

function originOf(url: string): string {
  return new URL(url).origin
}

const NetLogSchema = v.object({
  events: v.array(v.looseObject({ params: v.optional(v.looseObject({ url: v.optional(v.string()) })) })),
})

/** Every address that a browser has asked for, as its own log says. */
function urlsIn(log: string): string[] {
  return v
    .parse(NetLogSchema, JSON.parse(log))
    .events.flatMap(({ params }) => (params?.url && URL.canParse(params.url) ? params.url : []))
}
