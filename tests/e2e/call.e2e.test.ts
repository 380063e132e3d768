import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tabcall } from '../support/browser.ts'
import { call, type Pair, startPair, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { resourcesOf } from '../support/resources.ts'
import { rms, strongestTone } from '../support/sound.ts'
import { waitUntil } from '../support/wait.ts'

describe.each(['tabcall', 'stock'] as const)('a call on a %s server', (kind) => {
  let speakers: Speakers<'alice' | 'bob'>
  let pair: Pair
  beforeAll(async () => {
    speakers = await startSpeakers(['alice', 'bob'])
    pair = await startPair({
      kind,
      alice: { env: speakers.env('alice') },
      bob: { env: speakers.env('bob') },
    })
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
  })

  it('carries picture and sound both ways, and ends for both', async () => {
    const { alice, bob } = pair
    const { callerPopup, calleePopup } = await call(alice, bob)
    await waitForPicture(callerPopup.getByLabel('Remote video'), bob.devices.rgb)
    await waitForPicture(calleePopup.getByLabel('Remote video'), alice.devices.rgb)
    await hears(speakers, 'alice', bob.devices.hertz)
    await hears(speakers, 'bob', alice.devices.hertz)
    expect(await capturing(alice)).toBe(true)

    await callerPopup.getByRole('button', { name: 'Hang up' }).click()
    await waitForStatus(callerPopup, 'You hung up')
    await waitForStatus(calleePopup, 'hung up')
    for (const person of [alice, bob]) {
      await waitUntil('camera and microphone are released', async () => !(await capturing(person)))
    }
    expect(rms((await speakers.hear('bob', 500)).left)).toBeLessThan(0.001)
  })
})

async function hears(speakers: Speakers<'alice' | 'bob'>, person: 'alice' | 'bob', hertz: number): Promise<void> {
  await waitUntil(`${person} hears ${hertz} Hz`, async () => strongestTone((await speakers.hear(person)).left) === hertz)
}

/** Whether the extension holds camera or microphone now. */
async function capturing(person: Tabcall): Promise<boolean> {
  return (await resourcesOf(await person.offscreen())).captures.length > 0
}
