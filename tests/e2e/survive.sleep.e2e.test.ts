import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badge, button, popupOf } from '../support/acts.ts'
import { type Person, startPerson, waitForStatus } from '../support/pair.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { putToSleep } from '../support/sleeping.ts'
import { DEVICES, type Name } from '../support/talk.ts'
import { sleep, waitUntil } from '../support/wait.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

const ASLEEP_MS = 9_000
const REACHABLE_WITHIN_MS = 5_000

/** No machine of ours can be put to sleep: all of a browser's processes are stopped instead, its cable out, and the server forgets it. */
describe.skipIf(!wanPossible)('a machine that slept', () => {
  let wan: Wan<Name | 'server'>
  let server: SignalingServer
  let alice: Person
  let bob: Person
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: 25 })
    server = await startTabcallServer({ wanHost: wan.hosts.server })
    alice = await startPerson({ server: server.url, devices: DEVICES.alice, wanHost: wan.hosts.alice })
    bob = await startPerson({ server: server.url, devices: DEVICES.bob, wanHost: wan.hosts.bob })
  })
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await server?.stop()
    await wan?.close()
  })

  it('can be called within 5 s of waking', async () => {
    const wake = await putToSleep(bob)
    await wan.cut('bob')
    const { port } = server
    await server.stop()
    server = await startTabcallServer({ wanHost: wan.hosts.server, port })
    await sleep(ASLEEP_MS)
    const popup = await popupOf(alice)
    await waitForStatus(popup, 'Ready')

    await wan.join('bob')
    const wokeAt = Date.now()
    wake()
    await waitUntil('Bob is rung', async () => {
      const field = popup.getByRole('textbox', { name: 'Peer ID' })
      if (await button(popup, 'Done').isVisible()) await button(popup, 'Done').click()
      if (await field.isVisible()) {
        await field.fill(bob.peerId)
        await button(popup, 'Call').click()
      }
      return (await badge(bob)).text === 'ring'
    })
    expect(Date.now() - wokeAt).toBeLessThan(REACHABLE_WITHIN_MS)
    await (await popupOf(bob)).getByRole('button', { name: 'Accept' }).waitFor()
  })
})
