import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { button, waitForTone } from '../support/acts.ts'
import { watchVoice } from '../support/callStats.ts'
import { longestSilence } from '../support/flow.ts'
import { type Pair, startPair } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { SILENCE } from '../support/sound.ts'
import { DEVICES, HEADPHONES, NAMES, type Name, part, talk, VOICES } from '../support/talk.ts'
import { sleep, waitUntil } from '../support/wait.ts'
import { type Conditions, startWan, type Wan, wanPossible } from '../support/wan.ts'

const GOOD_LINE = { loss: 0, delay: 25, jitter: 0, rate: 0 }
/** 5 % loss, 150 ± 50 ms each way, 500 kbit/s both ways. */
const BAD_LINE = { loss: 5, delay: 100, jitter: 100, rate: 0.5 }
/** Voice with its redundancy takes nearly all of it. */
const NARROW_LINE = { ...GOOD_LINE, rate: 0.12 }
/** Until the jitter buffers have found the line out. */
const SETTLE_MS = 10_000
const WATCH_MS = 20_000
const LISTEN_AGAIN = 2
const JITTER_BUFFER_MS = 300

describe.skipIf(!wanPossible)('on a bad line', () => {
  let wan: Wan<Name | 'server'>
  let speakers: Speakers<Name>
  let pair: Pair
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], GOOD_LINE)
    speakers = await startSpeakers(NAMES)
    const start = (name: Name) => ({
      devices: VOICES[name],
      settings: HEADPHONES,
      env: speakers.env(name),
    })
    pair = await startPair({ hosts: wan.hosts, alice: start('alice'), bob: start('bob') })
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
    await wan?.close()
  })

  afterEach(async () => {
    await set(GOOD_LINE)
    await part(pair)
  })

  async function listen() {
    const watches = await Promise.all(NAMES.map(async (name) => watchVoice(await pair[name].offscreen())))
    const sounds = await Promise.all(NAMES.map((name) => speakers.hear(name, WATCH_MS)))
    return { sounds, voices: await Promise.all(watches.map((stop) => stop())) }
  }

  async function set(conditions: Conditions): Promise<void> {
    for (const name of NAMES) await wan.set(conditions, name)
  }

  it('speech arrives nearly whole and soon, the picture never freezes for 2 s, and it says how the line is', async () => {
    const talkers = await talk(pair)
    const badFrom = Date.now()
    await set(BAD_LINE)
    await sleep(SETTLE_MS)
    let heard = await listen()
    // A machine that stalls fills a jitter buffer too, which empties again; one that the line fills stays full.
    for (let again = 0; again < LISTEN_AGAIN && heard.voices.some((voice) => voice.jitterBufferMs > JITTER_BUFFER_MS); again++) {
      heard = await listen()
    }
    for (const [index, name] of NAMES.entries()) {
      const voice = heard.voices[index]
      const gap = await talkers[name].picture.longestGap(badFrom)
      const silence = longestSilence(heard.sounds[index] ?? SILENCE)
      console.info(name, voice, 'longest gap of the picture:', gap, 'longest silence:', silence)
      expect(voice?.lost, 'the line is as bad as it should be').toBeGreaterThan(0.02)
      expect(voice?.repeated, 'packets carry the one before too').toBeGreaterThan(0.7)
      expect(voice?.concealed).toBeLessThan(0.05)
      expect(voice?.jitterBufferMs).toBeLessThanOrEqual(JITTER_BUFFER_MS)
      expect(silence, 'speech without pauses has none here either').toBeLessThan(300)
      expect(gap).toBeLessThan(2_000)
    }
    for (const name of NAMES) {
      const { popup } = talkers[name]
      await popup
        .getByText(/^(Fair|Poor) line$/)
        .first()
        .waitFor()
      expect(await popup.locator('.quality-bars').first().getAttribute('data-bars')).toMatch(/^[12]$/)
      await button(popup, 'Details').click()
      const details = (await popup.getByRole('region', { name: 'Details' }).textContent()) ?? ''
      const figure = (words: RegExp): number => Number(words.exec(details)?.[1])
      expect(figure(/(\d+) ms/), details).toBeGreaterThan(200)
      expect(figure(/(\d+) ms/), details).toBeLessThan(900)
      expect(figure(/([\d.]+)\s?%/), details).toBeGreaterThan(1)
      expect(figure(/([\d.]+)\s?%/), details).toBeLessThan(25)
    }
    await set(GOOD_LINE)
    for (const name of NAMES) {
      await talkers[name].picture.flowsSince(Date.now(), 10_000)
      await talkers[name].popup.getByText('Good line').first().waitFor({ timeout: 60_000 })
    }
  })

  it('that bears no picture at all, the camera gives way and both see that, and comes back with the line', async () => {
    const talkers = await talk(pair)
    const shown = talkers.bob.popup.getByLabel('Remote video')
    await wan.set(NARROW_LINE, 'alice')
    await talkers.alice.popup
      .getByText('The line is slow. The camera’s picture gives way to the sound.')
      .waitFor({ timeout: 40_000 })
    await shown.waitFor({ state: 'detached' })
    await sleep(3_000)
    expect(longestSilence(await speakers.hear('bob', 4_000))).toBeLessThan(400)
    await wan.set(GOOD_LINE, 'alice')
    await shown.waitFor({ timeout: 30_000 })
    await talkers.bob.picture.flowsSince(Date.now(), 10_000)
  })
})

describe('a camera', () => {
  let speakers: Speakers<Name>
  let pair: Pair
  beforeAll(async () => {
    speakers = await startSpeakers(NAMES)
    pair = await startPair({
      alice: { devices: DEVICES.alice, env: speakers.env('alice') },
      bob: { devices: DEVICES.bob, env: speakers.env('bob') },
    })
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
  })

  it('that is withdrawn in the middle leaves the voice, and comes back when it is allowed again', async () => {
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
