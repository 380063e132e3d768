import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, popupOf, waitForSentence, waitForTone } from '../support/acts.ts'
import { BOB } from '../support/chromium.ts'
import { call, type Person, startPerson } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { rms } from '../support/sound.ts'
import { waitUntil } from '../support/wait.ts'

/** Below it nobody hears anything. */
const SILENT = 0.001

describe('on a machine with two speakers', () => {
  let speakers: Speakers<'desk' | 'headphones'>
  let server: SignalingServer
  let alice: Person
  let bob: Person
  beforeAll(async () => {
    speakers = await startSpeakers(['desk', 'headphones'])
    server = await startTabcallServer()
    alice = await startPerson({ devices: 'system', env: speakers.env('desk'), server: server.url })
    bob = await startPerson({ devices: BOB, server: server.url })
  })
  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await server?.stop()
    await speakers?.stop()
  })

  async function hears(where: 'desk' | 'headphones', silent: 'desk' | 'headphones'): Promise<void> {
    await waitForTone(speakers, where, BOB.hertz)
    await waitUntil(`${silent} is silent`, async () => rms((await speakers.hear(silent, 500)).left) < SILENT)
  }

  it('the other is heard by the one that is chosen, in the midst of a call and in the next', async () => {
    await call(alice, bob)
    await hears('desk', 'headphones')
    const options = await alice.page('src/options/index.html')
    await options.getByRole('combobox', { name: 'Speaker' }).selectOption({ label: 'headphones' })
    await waitForSentence(options, 'Saved')
    await hears('headphones', 'desk')
    await button(await popupOf(bob), 'Hang up').click()
    await waitForSentence(await popupOf(alice), `${bob.peerId} hung up`)
    const popup = await popupOf(alice)
    await button(popup, 'Call again').click()
    await button(await popupOf(bob), 'Accept').click()
    await hears('headphones', 'desk')
    expect(await button(popup, 'Hang up').count()).toBe(1)
  })
})
