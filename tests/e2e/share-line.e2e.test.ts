import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { longestSilence } from '../support/flow.ts'
import { type Pair, startPair } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { closePopups, controls, filmPage, musicPage, openShared, shareFromPopup } from '../support/sharing.ts'
import { strongestTone } from '../support/sound.ts'
import { DEVICES, type Name, talk } from '../support/talk.ts'
import { waitUntil } from '../support/wait.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

const GOOD_LINE = { delay: 25, rate: 0 }
/** Room for both sounds, and for one small picture. */
const NARROW_MBITS = 0.4
/** Both sounds take nearly all of it. */
const NARROWEST_MBITS = 0.25
const GIVES_WAY_MS = 40_000
const COMES_BACK_MS = 60_000
const TONE = 1_000
const SILENCE_MS = 400

describe.skipIf(!wanPossible)('a film that is shared over a line that gets narrow', () => {
  let wan: Wan<Name | 'server'>
  let speakers: Speakers<Name>
  let pair: Pair
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], GOOD_LINE)
    speakers = await startSpeakers(['alice', 'bob'])
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

  it('gives way after the camera, its sound never, and all comes back with the line', async () => {
    const { alice, bob } = pair
    await talk(pair)
    for (const person of [alice, bob]) await closePopups(person)
    const theirs = await controls(bob)
    // Bob hears the film alone.
    const before = await controls(alice)
    await before.getByRole('button', { name: 'Microphone' }).click()
    const music = String(musicPage('Music', 'The Testers').body).replaceAll('"', '&quot;')
    const page = await openShared(alice.context, { body: `${filmPage('Film').body}<iframe srcdoc="${music}"></iframe>` })
    await shareFromPopup(alice, page, 'Share this tab')
    const own = await controls(alice)
    const camera = theirs.getByLabel('Remote video')
    const share = theirs.getByLabel('Shared view')
    await share.waitFor()
    await camera.waitFor()

    await wan.set({ ...GOOD_LINE, rate: NARROW_MBITS }, 'alice')
    await camera.waitFor({ state: 'detached', timeout: GIVES_WAY_MS })
    expect(await share.isVisible()).toBe(true)
    await own.getByText('The line is slow. The camera’s picture gives way to the sound.').waitFor()

    await wan.set({ ...GOOD_LINE, rate: NARROWEST_MBITS }, 'alice')
    await theirs.getByText('The shared picture waits').first().waitFor({ timeout: GIVES_WAY_MS })
    await waitUntil('the music is heard', async () => strongestTone((await speakers.hear('bob', 500)).left) === TONE)
    expect(longestSilence(await speakers.hear('bob', 4_000))).toBeLessThan(SILENCE_MS)

    await wan.set(GOOD_LINE, 'alice')
    await camera.waitFor({ timeout: COMES_BACK_MS })
    await waitUntil('the film is back', async () => (await theirs.getByText('The shared picture waits').count()) === 0, {
      timeoutMs: COMES_BACK_MS,
    })
  })
})
