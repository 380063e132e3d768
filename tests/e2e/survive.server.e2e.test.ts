import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitForTone } from '../support/acts.ts'
import { call, type Pair, startPair, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startStockServer, startTabcallServer } from '../support/servers.ts'
import { DEVICES, NAMES, type Name, part, talk } from '../support/talk.ts'
import { sleep } from '../support/wait.ts'

/** A picture that goes on has no gap longer than this, on a loaded machine too. */
const NO_GAP_MS = 3_000
const AWAY_MS = 6_000

describe.each([
  { kind: 'tabcall', start: startTabcallServer },
  { kind: 'stock', start: startStockServer },
] as const)('a call whose $kind signaling server goes', ({ kind, start }) => {
  let speakers: Speakers<Name>
  let pair: Pair
  let again: SignalingServer | undefined
  beforeAll(async () => {
    speakers = await startSpeakers(NAMES)
    pair = await startPair({
      kind,
      alice: { devices: DEVICES.alice, env: speakers.env('alice') },
      bob: { devices: DEVICES.bob, env: speakers.env('bob') },
    })
  })
  afterAll(async () => {
    await pair?.close()
    await again?.stop()
    await speakers?.stop()
  })

  it('does not notice, and both can be called under the same IDs after its return', async () => {
    const { alice, bob } = pair
    const talkers = await talk(pair)
    const from = Date.now()
    await pair.server.stop()
    await sleep(AWAY_MS)
    again = await start({ port: pair.server.port })
    for (const name of NAMES) {
      expect(await talkers[name].picture.longestGap(from), `${name} sees without a gap`).toBeLessThan(NO_GAP_MS)
      await waitForTone(speakers, name, talkers[name].other.devices.hertz)
    }
    await part(pair)
    for (const person of [alice, bob]) {
      const popup = await person.popup()
      await waitForStatus(popup, 'Ready', 10_000)
      expect((await popup.getByLabel('Your ID').textContent())?.trim()).toBe(person.peerId)
      await popup.close()
    }
    const { callerPopup, calleePopup } = await call(bob, alice)
    await waitForPicture(callerPopup.getByLabel('Remote video'), alice.devices.rgb)
    await waitForPicture(calleePopup.getByLabel('Remote video'), bob.devices.rgb)
  })
})
