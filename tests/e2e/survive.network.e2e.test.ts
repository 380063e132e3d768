import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { waitForRelease } from '../support/acts.ts'
import { type Pair, startPair, waitForStatus } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { flowsAgain, HEADPHONES, NAMES, type Name, part, type Talk, talk, VOICES } from '../support/talk.ts'
import { sleep } from '../support/wait.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

/** One way; the round trip of the goals is 50 ms. */
const DELAY_MS = 25

describe.skipIf(!wanPossible)('a call whose network', () => {
  let wan: Wan<Name | 'server'>
  let speakers: Speakers<Name>
  let pair: Pair
  let talkers: Talk

  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: DELAY_MS })
    speakers = await startSpeakers(NAMES)
    pair = await startPair({
      hosts: wan.hosts,
      alice: { devices: VOICES.alice, settings: HEADPHONES, env: speakers.env('alice') },
      bob: { devices: VOICES.bob, settings: HEADPHONES, env: speakers.env('bob') },
    })
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
    await wan?.close()
  })
  beforeEach(async () => {
    talkers = await talk(pair)
  })
  afterEach(async () => {
    await wan.join('bob')
    await part(pair)
  })

  async function bothSayReconnecting(): Promise<void> {
    await Promise.all(NAMES.map((name) => waitForStatus(talkers[name].popup, 'Reconnecting', 3_000)))
  }

  it.each([
    { where: 'on the side of the caller', changed: ['alice'] as const },
    { where: 'on the side of the callee', changed: ['bob'] as const },
    { where: 'on both sides at once', changed: NAMES },
  ])('changes $where flows again within 3 s', async ({ changed }) => {
    const from = Date.now()
    await Promise.all(changed.map((name) => wan.renumber(name)))
    const [flows] = await Promise.all([flowsAgain(talkers, speakers, from, 5_000), bothSayReconnecting()])
    console.info('ms after the change:', flows)
    for (const [what, ms] of Object.entries(flows)) expect(ms, what).toBeLessThan(3_000)
  })

  it('is gone for 10 s flows again within 2 s of its return', async () => {
    await wan.cut('bob')
    await bothSayReconnecting()
    await sleep(8_500)
    const from = Date.now()
    await wan.join('bob')
    const flows = await flowsAgain(talkers, speakers, from, 5_000)
    console.info('ms after the return:', flows)
    for (const [what, ms] of Object.entries(flows)) expect(ms, what).toBeLessThan(2_000)
  })

  it('is gone for good ends after 30 s with everything released', async () => {
    await wan.cut('bob')
    const from = Date.now()
    await bothSayReconnecting()
    for (const name of NAMES) await waitForStatus(talkers[name].popup, 'Connection lost', 35_000)
    expect(Date.now() - from).toBeGreaterThan(29_000)
    expect(Date.now() - from).toBeLessThan(35_000)
    await waitForRelease(pair.alice, pair.bob)
  })

  it.each([
    { name: 'alice', other: 'bob' },
    { name: 'bob', other: 'alice' },
  ] as const)('is gone is hung up at once by $name, and $other learns it when the network is back', async ({ name, other }) => {
    await wan.cut('bob')
    await bothSayReconnecting()
    await talkers[name].popup.getByRole('button', { name: 'Hang up' }).click()
    await waitForStatus(talkers[name].popup, 'You hung up', 1_000)
    await sleep(3_000)
    await wan.join('bob')
    await waitForStatus(talkers[other].popup, `${pair[name].peerId} hung up`, 5_000)
    await waitForRelease(pair.alice, pair.bob)
  })
})
