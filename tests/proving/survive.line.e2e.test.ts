import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { waitForTone } from '../support/acts.ts'
import { watchVoice } from '../support/callStats.ts'
import { type Pair, startPair } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { DEVICES, flowsAgain, NAMES, type Name, part, talk } from '../support/talk.ts'
import { sleep, waitUntil } from '../support/wait.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

/** 5 % loss, 150 ± 50 ms each way, 500 kbit/s both ways. */
const BAD_LINE = { loss: 5, delay: 100, jitter: 100, rate: 0.5 }
/** Until congestion control has found the line out. */
const SETTLE_MS = 10_000
const WATCH_MS = 20_000

describe.skipIf(!wanPossible)('on a bad line', () => {
  let wan: Wan<Name | 'server'>
  let speakers: Speakers<Name>
  let pair: Pair
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: 25 })
    speakers = await startSpeakers(NAMES)
    pair = await startPair({
      hosts: wan.hosts,
      alice: { devices: DEVICES.alice, env: speakers.env('alice') },
      bob: { devices: DEVICES.bob, env: speakers.env('bob') },
    })
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
    await wan?.close()
  })

  afterEach(async () => {
    await wan.set({ loss: 0, delay: 25, jitter: 0, rate: 0 })
    await part(pair)
  })

  it('the voice arrives nearly whole and soon, and the picture never freezes for 2 s', async () => {
    const talkers = await talk(pair)
    await wan.set(BAD_LINE)
    await sleep(SETTLE_MS)
    const watches = await Promise.all(NAMES.map(async (name) => watchVoice(await pair[name].offscreen())))
    const from = Date.now()
    await sleep(WATCH_MS)
    for (const [index, name] of NAMES.entries()) {
      const quality = await watches[index]?.()
      const gap = await talkers[name].picture.longestGap(from)
      console.info(name, quality, 'longest gap of the picture:', gap)
      expect(quality?.concealed).toBeLessThan(0.05)
      expect(quality?.jitterBufferMs).toBeLessThanOrEqual(300)
      expect(gap).toBeLessThan(2_000)
    }
    await talkers.alice.popup
      .getByText(/^(Fair|Poor)$/)
      .first()
      .waitFor({ state: 'attached' })
    await wan.set({ loss: 0, delay: 25, jitter: 0, rate: 0 })
    await flowsAgain(talkers, speakers, Date.now(), 10_000)
  })

  it('a camera that is withdrawn in the middle leaves the voice, and comes back when it is allowed again', async () => {
    const talkers = await talk(pair)
    const { alice, bob } = pair
    const shown = talkers.bob.popup.getByLabel('Remote video')
    await alice.permission('camera', 'denied')
    await shown.waitFor({ state: 'detached' })
    await waitForTone(speakers, 'bob', alice.devices.hertz)
    await waitForTone(speakers, 'alice', bob.devices.hertz)
    await alice.permission('camera', 'granted')
    await waitUntil('the picture is back', async () => (await shown.count()) === 1)
  })
})
