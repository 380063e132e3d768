import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PageServer, servePages } from '../support/pages.ts'
import { call, type Pair, type Person, startPair } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { entriesOf, numberOf, rtcStats } from '../support/rtcStats.ts'
import { closePopups, controls, longestGap, musicPage, shareFromPopup } from '../support/sharing.ts'
import { rms, strongestTone } from '../support/sound.ts'
import { sleep, waitUntil } from '../support/wait.ts'

/** The fourth of the media sections that every call has. */
const SHARE_SOUND_MID = '3'

describe('shared music', () => {
  let pages: PageServer
  let speakers: Speakers<'alice' | 'bob'>
  let pair: Pair
  let alicePopup: Page
  const warnings: string[] = []

  const bobHears = (hertz: number) =>
    waitUntil(`Bob hears ${hertz} Hz`, async () => strongestTone((await speakers.hear('bob', 300)).left) === hertz)
  const mute = (popup: Page) => popup.getByRole('button', { name: 'Microphone' }).click()

  beforeAll(async () => {
    pages = await servePages({ music: musicPage('Blue Train', 'The Testers') })
    speakers = await startSpeakers(['alice', 'bob'])
    pair = await startPair({ alice: { env: speakers.env('alice') }, bob: { env: speakers.env('bob') } })
    for (const person of [pair.alice, pair.bob]) {
      ;(await person.offscreen()).on('console', (message) => {
        if (['warning', 'error'].includes(message.type())) warnings.push(message.text())
      })
    }
    await call(pair.alice, pair.bob)
    for (const person of [pair.alice, pair.bob]) await closePopups(person)
    for (const person of [pair.alice, pair.bob]) await mute(await controls(person))
    const player = await pair.alice.context.newPage()
    await player.goto(pages.url('music'))
    await shareFromPopup(pair.alice, player, 'Share music')
    alicePopup = await controls(pair.alice)
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
    await pages?.close()
  })

  it('has no gap over 20 ms in 30 seconds', async () => {
    await bobHears(1_000)
    const heard = await speakers.hear('bob', 30_000)
    expect(longestGap(heard.left)).toBeLessThanOrEqual(20)
    expect(longestGap(heard.right)).toBeLessThanOrEqual(20)
  })

  it.each([128, 256, 510] as const)('goes out at %i kbit/s when that is chosen', async (kbps) => {
    await bobHears(1_000)
    await alicePopup.getByRole('button', { name: `${kbps} kbit/s` }).click()
    const bytes = () => soundBytesReceived(pair.bob)
    await sleep(1_000)
    const [before, from] = [await bytes(), performance.now()]
    await sleep(3_000)
    const seen = (((await bytes()) - before) * 8) / (performance.now() - from)
    expect(seen).toBeGreaterThan(kbps * 0.8)
    expect(seen).toBeLessThan(kbps * 1.15)
  })

  it('stops at the other end when it is stopped', async () => {
    await bobHears(1_000)
    await alicePopup.getByRole('button', { name: 'Stop sharing' }).click()
    await waitUntil('it is silent at the other end', async () => rms((await speakers.hear('bob', 300)).left) < 0.001)
    expect(warnings.filter((text) => /payload type/i.test(text))).toEqual([])
  })
})

/** Bytes of shared sound received: of the sound that comes last in the description, after the voice. */
async function soundBytesReceived(person: Person): Promise<number> {
  const sounds = entriesOf(await rtcStats(await person.offscreen()), 'inbound-rtp', 'audio')
  return numberOf(
    sounds.find(({ mid }) => mid === SHARE_SOUND_MID),
    'bytesReceived',
  )
}
