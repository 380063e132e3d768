import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitForTone } from '../support/acts.ts'
import { startCapture } from '../support/capture.ts'
import { ALICE, BOB } from '../support/chromium.ts'
import { startTurn } from '../support/coturn.ts'
import { waitForPicture } from '../support/picture.ts'
import { launchPlainPeer, type PlainPeer, waitForRing } from '../support/plainPeer.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startStockServer } from '../support/servers.ts'
import { decibels, recordElement, rms, strongestTone } from '../support/sound.ts'
import { waitUntil } from '../support/wait.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

/** Root mean square of a recording in which nothing is heard. */
const SILENT = 0.001

describe('two plain PeerJS pages on a stock server', () => {
  let server: SignalingServer
  let speakers: Speakers<'alice' | 'bob'>
  let alice: PlainPeer
  let bob: PlainPeer
  beforeAll(async () => {
    server = await startStockServer()
    speakers = await startSpeakers(['alice', 'bob'])
    alice = await launchPlainPeer(server, 'alice', { devices: ALICE, env: speakers.env('alice') })
    bob = await launchPlainPeer(server, 'bob', { devices: BOB, env: speakers.env('bob') })
  })
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await speakers?.stop()
    await server?.stop()
  })

  it('see and hear each other', async () => {
    await alice.call('bob')
    expect(await waitForRing(bob)).toBe('alice')
    await bob.answer()
    await waitForPicture(alice.remoteVideo, BOB.rgb)
    await waitForPicture(bob.remoteVideo, ALICE.rgb)
    // A voice may need a second after the picture until it is itself.
    await waitUntil('the page gets her tone', async () => {
      const recorded = await recordElement(bob.remoteVideo, 1_500)
      return strongestTone(recorded.left) === ALICE.hertz
    })
    await waitForTone(speakers, 'alice', BOB.hertz)
    const heard = await speakers.hear('alice', 1_500)
    expect(decibels(rms(heard.left), rms(heard.right))).toBeCloseTo(0, 0)
    await alice.hangUp()
    // What was on its way to the speaker at that moment is heard still.
    await waitUntil('it is silent', async () => rms((await speakers.hear('alice', 500)).left) < SILENT, { timeoutMs: 5_000 })
  })
})

describe.skipIf(!wanPossible)('two plain PeerJS pages with no direct path', () => {
  let wan: Wan<'alice' | 'bob' | 'server'>
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: 20 })
    await wan.block('alice', 'bob')
  })
  afterAll(() => wan?.close())

  it('see each other over coturn, and no packet goes straight', async () => {
    const { hosts } = wan
    const server = await startStockServer({ wanHost: hosts.server })
    const turn = await startTurn(hosts.server)
    const capture = await startCapture('udp', hosts.alice)
    const [address = '', username = '', credential = ''] = turn.udp.split(' ')
    const iceServers = [{ urls: address, username, credential }]
    const alice = await launchPlainPeer(server, 'alice', { devices: ALICE, wanHost: hosts.alice, iceServers })
    const bob = await launchPlainPeer(server, 'bob', { devices: BOB, wanHost: hosts.bob, iceServers })
    await bob.answer()
    await alice.call('bob')
    await waitForPicture(alice.remoteVideo, BOB.rgb)
    await waitForPicture(bob.remoteVideo, ALICE.rgb)
    const received = (await capture.packets()).filter(({ to }) => to.startsWith(hosts.alice.address))
    expect(received.length).toBeGreaterThan(100)
    expect(received.every(({ from }) => from.startsWith(hosts.server.address))).toBe(true)
    await alice.close()
    await bob.close()
    await capture.stop()
    await turn.stop()
    await server.stop()
  })
})
