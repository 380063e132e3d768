import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady } from '../support/acts.ts'
import { startCapture } from '../support/capture.ts'
import { ALICE, BOB } from '../support/chromium.ts'
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
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: 5 })
    const { hosts } = wan
    server = await startTabcallServer({ wanHost: hosts.server, env: { STUN_PORT: '3479' } })
    bob = await startPerson({ devices: BOB, server: server.url, wanHost: hosts.bob })
    alice = await startPerson({ devices: ALICE, server: server.url, wanHost: hosts.alice })
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
    await server?.stop()
    await wan?.close()
  })

  /** An attack by its name, run on Alice's computer against Bob. */
  function attack(name: string, ...more: readonly string[]) {
    const command = [process.execPath, resolve('scripts/attack.mjs'), name, '--id', bob.peerId, '--server', server.url, ...more]
    return run(command, { place: wan.hosts.alice })
  }

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
})
