import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_SIGNALING_SERVER } from '../../src/settings/settings.ts'
import { becomeReady, waitForRelease } from '../support/acts.ts'
import { type Capture, startCapture } from '../support/capture.ts'
import { ALICE, BOB, type Launched, launchChromium } from '../support/chromium.ts'
import { startTurn } from '../support/coturn.ts'
import { tellBackground } from '../support/hostile/watch.ts'
import { hostsAskedByOrigins, hostsIn } from '../support/netLog.ts'
import { dial, type Person, seeRing, startPerson, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { run } from '../support/processes.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { sleep, waitUntil } from '../support/wait.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

/** Long enough for STUN checks, of which the first comes within 100 ms. */
const CHECKS_MS = 1_500
/** What a closed connection still sends is on its way by then. */
const GOODBYE_MS = 500
const KNOCKS = 50
/** Chromium's own hints about pages, not asked for in every run. Only the browser itself may ask: no page, and no extension. */
const CHROMIUMS_OWN = ['optimizationguide-pa.googleapis.com']

describe.skipIf(!wanPossible)('on a network that is watched', () => {
  let wan: Wan<'alice' | 'bob' | 'nobody' | 'server'>
  let server: SignalingServer
  let alice: Person
  let bob: Person
  /** The same browser without Tabcall, for as long: what it does by itself is not Tabcall's. */
  let bare: Launched
  /** All that each computer sends and gets, from before its browser started. */
  let everything: { readonly alice: Capture; readonly bob: Capture }
  let folder: string
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'nobody', 'server'], { delay: 5 })
    const { hosts } = wan
    server = await startTabcallServer({ wanHost: hosts.server, env: { STUN_PORT: '3479' } })
    everything = {
      alice: await startCapture('ip or ip6', hosts.alice),
      bob: await startCapture('ip or ip6', hosts.bob),
    }
    folder = mkdtempSync(join(tmpdir(), 'tabcall-net-log-'))
    const flags = (name: string) => [`--log-net-log=${join(folder, name)}`]
    bare = await launchChromium({ wanHost: hosts.nobody, flags: flags('bare') })
    bob = await startPerson({ devices: BOB, server: server.url, wanHost: hosts.bob, flags: flags('bob') })
    alice = await startPerson({ devices: ALICE, server: server.url, wanHost: hosts.alice, flags: flags('alice') })
  })
  const tidy = async () => {
    await becomeReady(alice, bob)
    for (const person of [alice, bob]) {
      for (const page of person.context.pages()) if (page.url().includes('src/popup/')) await page.close()
    }
    // A connection stays a moment for its last word, and says goodbye: none of that belongs to what comes next.
    await waitForRelease(alice, bob)
    await sleep(GOODBYE_MS)
  }
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await bare?.close()
    await everything?.alice.stop()
    await everything?.bob.stop()
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
    const capture = await startCapture(`host ${hosts.alice.address} and host ${hosts.bob.address}`, hosts.bob)
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
    const capture = await startCapture(`host ${hosts.alice.address}`, hosts.alice)
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
      (await capture.packets()).filter(({ from, line }) => from.startsWith(`${hosts.server.address}.`) && line.includes('UDP'))
        .length
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
        timeoutMs: 200_000,
      }),
    )
    await sleep(CHECKS_MS)
    expect(rang).toBe(KNOCKS)
    expect(await quiet.packets()).toEqual([])
    expect(knocks.output()).not.toContain('answered a stranger')
    await knocks.stop()
    await quiet.stop()
    await tidy()
  }, 240_000)

  it('in all of this each browser has spoken to its signaling server, STUN and TURN there, and the other side: to nobody else', async () => {
    const { hosts } = wan
    for (const browser of [alice, bob, bare]) await browser.close()
    const others = { alice: hosts.bob.address, bob: hosts.alice.address }
    for (const name of ['alice', 'bob'] as const) {
      const own = `${hosts[name].address}.`
      const spokenTo = (await everything[name].packets())
        .filter(({ from }) => from.startsWith(own))
        .map(({ to }) => to.replace(/\.\d+$/, ''))
      expect(new Set(spokenTo)).toEqual(new Set([hosts.server.address, others[name]]))
    }
    // What is asked of names cannot get out of here, and is in the browser's own log.
    const expected = new Set([
      ...hostsIn(join(folder, 'bare')),
      ...CHROMIUMS_OWN,
      hosts.alice.address,
      hosts.bob.address,
      // Its signaling server until it is told of another: on a slow machine Tabcall has tried it by then.
      new URL(DEFAULT_SIGNALING_SERVER).hostname,
    ])
    for (const name of ['alice', 'bob'] as const) {
      const byTabcall = [...hostsIn(join(folder, name))].filter((host) => !expected.has(host))
      expect(byTabcall, name).toEqual([hosts.server.address])
      const byOrigins = [...hostsAskedByOrigins(join(folder, name))]
      expect(byOrigins.length, name).toBeGreaterThan(0)
      expect(byOrigins.filter((host) => CHROMIUMS_OWN.includes(host))).toEqual([])
    }
  })
})
