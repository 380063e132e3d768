import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { median } from '../support/median.ts'
import { type PageServer, servePages } from '../support/pages.ts'
import { call, type Pair, type Person, startPair } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { entriesOf, localDescriptions, numberOf, rtcStats } from '../support/rtcStats.ts'
import { closePopups, controls, longestGap, musicPage, shareFromPopup, steadyToneLevel } from '../support/sharing.ts'
import { decibels, rms, type Sound, strongestTone } from '../support/sound.ts'
import { sleep, waitUntil } from '../support/wait.ts'

/** As loud as the page plays each side. */
const LEVEL = 0.4
/** The fourth of the media sections that every call has. */
const SHARE_SOUND_MID = '3'
const VOICE_MID = '0'
const GAP_MS = 20
const GAP_TRIES = 3
/** Apart enough from the music to be told from it within a millisecond. */
const PLAIN_HERTZ = 5_000
/** A gap's first and last millisecond are partly sound. */
const EDGE_MS = 2
/** Opening a page takes both cores, and that is not what is listened for. */
const PAGES_SETTLE_MS = 3_000

describe('shared music', () => {
  let pages: PageServer
  let speakers: Speakers<'alice' | 'bob'>
  let pair: Pair
  let player: Page
  let alicePopup: Page
  let bobPopup: Page
  const warnings: string[] = []

  const play = (left: number, right: number) => player.evaluate(([l, r]) => window.playTones(l, r), [left, right] as const)
  /** What Bob hears, once it is what the page plays. */
  const bobHears = async (hertz: number, ms = 1_000): Promise<Sound> => {
    await waitUntil(`Bob hears ${hertz} Hz`, async () => strongestTone((await speakers.hear('bob', 300)).left) === hertz)
    return await speakers.hear('bob', ms)
  }
  /** A page without Tabcall that plays a tone of its own. */
  const plainTone = async (person: Person): Promise<Page> => {
    const page = await person.context.newPage()
    await page.goto(pages.url('plain'))
    await page.evaluate((hertz) => window.playTones(hertz, hertz), PLAIN_HERTZ)
    return page
  }
  const mute = (popup: Page) => popup.getByRole('button', { name: 'Microphone' }).click()

  beforeAll(async () => {
    pages = await servePages({ music: musicPage('Blue Train', 'The Testers'), plain: musicPage('A tone', 'Nobody') })
    speakers = await startSpeakers(['alice', 'bob'])
    pair = await startPair({ alice: { env: speakers.env('alice') }, bob: { env: speakers.env('bob') } })
    for (const person of [pair.alice, pair.bob]) {
      ;(await person.offscreen()).on('console', (message) => {
        if (['warning', 'error'].includes(message.type())) warnings.push(message.text())
      })
    }
    await call(pair.alice, pair.bob)
    for (const person of [pair.alice, pair.bob]) await closePopups(person)
    bobPopup = await controls(pair.bob)
    await mute(bobPopup)
    const caller = await controls(pair.alice)
    await mute(caller)
    // Two cores for two browsers: nothing is measured at the speaker beside two cameras.
    for (const popup of [bobPopup, caller]) await popup.getByRole('button', { name: 'Camera', exact: true }).click()
    await caller.close()
    player = await pair.alice.context.newPage()
    await player.goto(pages.url('music'))
    await shareFromPopup(pair.alice, player, 'Share music')
    alicePopup = await controls(pair.alice)
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
    await pages?.close()
  })

  it('arrives in stereo, as loud as it is played, with its treble', async () => {
    const heard = await bobHears(1_000)
    expect(decibels(steadyToneLevel(heard.left, 1_000), steadyToneLevel(heard.left, 2_000))).toBeGreaterThan(30)
    expect(decibels(steadyToneLevel(heard.right, 2_000), steadyToneLevel(heard.right, 1_000))).toBeGreaterThan(30)
    expect(Math.abs(decibels(steadyToneLevel(heard.left, 1_000), LEVEL))).toBeLessThan(1)
    expect(Math.abs(decibels(steadyToneLevel(heard.right, 2_000), LEVEL))).toBeLessThan(1)
    await play(1_000, 15_000)
    await waitUntil('the treble is there', async () => steadyToneLevel((await speakers.hear('bob', 300)).right, 15_000) > 0.1)
    const treble = await speakers.hear('bob')
    expect(Math.abs(decibels(steadyToneLevel(treble.right, 15_000), steadyToneLevel(treble.left, 1_000)))).toBeLessThan(3)
    expect(warnings.filter((text) => /payload type/i.test(text))).toEqual([])
  })

  it('is agreed on as stereo, mended where packets are lost, and never switched off in a silence; the voice stays mono', async () => {
    for (const person of [pair.alice, pair.bob]) {
      const [sdp = ''] = await localDescriptions(await person.offscreen())
      const sound = opusOf(sdp, SHARE_SOUND_MID)
      expect(sound).toMatchObject({ stereo: '1', 'sprop-stereo': '1', useinbandfec: '1', maxaveragebitrate: '510000' })
      expect(sound.usedtx ?? '0').toBe('0')
      expect(opusOf(sdp, VOICE_MID)).not.toMatchObject({ stereo: '1' })
    }
  })

  it('has no gap over 20 ms in 20 seconds, nor one that the machine does not make', async () => {
    await play(1_000, 15_000)
    await bobHears(1_000)
    // Two cores for two browsers: nothing is drawn meanwhile.
    for (const popup of [alicePopup, bobPopup]) await popup.close()
    // A machine that misses a beat makes a gap too, and makes the same in the sound of a page in that browser.
    const plain = await plainTone(pair.bob)
    await sleep(PAGES_SETTLE_MS)
    const heard: number[] = []
    const byMachine: number[] = []
    // What is in the way of the music itself makes a gap each time: one time without any is enough.
    while (heard.length < GAP_TRIES && (heard.at(-1) ?? GAP_MS + 1) > GAP_MS) {
      const { left, right } = await speakers.hear('bob', 20_000)
      heard.push(Math.max(longestGap(left, 1_000), longestGap(right, 15_000)))
      byMachine.push(longestGap(left, PLAIN_HERTZ) + EDGE_MS)
    }
    await plain.close()
    alicePopup = await controls(pair.alice)
    bobPopup = await controls(pair.bob)
    const excess = heard.map((gap, index) => gap - Math.max(GAP_MS, byMachine[index] ?? 0))
    expect(
      (heard.at(-1) ?? 0) <= GAP_MS ? 0 : median(excess),
      `gaps in ms: ${heard}, by the machine: ${byMachine}`,
    ).toBeLessThanOrEqual(0)
  })

  it.each([128, 256, 510] as const)('goes out at %i kbit/s when that is chosen', async (kbps) => {
    await bobHears(1_000)
    await alicePopup.getByRole('button', { name: `${kbps} kbit/s` }).click()
    const bytes = () => soundBytesReceived(pair.bob)
    await sleep(700)
    const [before, from] = [await bytes(), performance.now()]
    await sleep(2_000)
    const seen = (((await bytes()) - before) * 8) / (performance.now() - from)
    expect(seen).toBeGreaterThan(kbps * 0.8)
    expect(seen).toBeLessThan(kbps * 1.15)
  })

  it('shows a card with title, artist, artwork and moving meters on both sides', async () => {
    for (const popup of [alicePopup, bobPopup]) {
      const card = popup.getByRole('region', { name: 'Music', exact: true })
      await card.getByText('Blue Train').waitFor()
      await card.getByText('The Testers').waitFor()
      const artwork = card.locator('img.music-artwork')
      await artwork.waitFor()
      expect(await artwork.getAttribute('src')).toMatch(/^data:image\/jpeg/)
      const level = (side: string) =>
        card.getByLabel(side).evaluate((meter) => (meter instanceof HTMLMeterElement ? meter.value : -1))
      await waitUntil('the meters show the level', async () => Math.abs((await level('Left')) - LEVEL) < 0.1)
      expect(Math.abs((await level('Right')) - LEVEL)).toBeLessThan(0.1)
    }
  })

  it('is as loud as the listener wants, apart from the voice, and lower while someone speaks', async () => {
    await bobHears(1_000)
    const volume = bobPopup.getByRole('slider', { name: 'Shared volume' })
    await volume.fill('50')
    const near = async (level: number) => {
      await waitUntil(
        `music is at ${level}`,
        async () => Math.abs(decibels(steadyToneLevel((await speakers.hear('bob', 400)).left, 1_000), level)) < 1.5,
      )
    }
    await near(LEVEL * 0.5)
    // Alice speaks: the music goes down by 12 dB; her voice does not.
    await mute(alicePopup)
    await near(LEVEL * 0.5 * 10 ** (-12 / 20))
    const voice = await speakers.hear('bob', 1_000)
    expect(steadyToneLevel(voice.left, pair.alice.devices.hertz)).toBeGreaterThan(0.01)
    await mute(alicePopup)
    await near(LEVEL * 0.5)
    await volume.fill('100')
    await near(LEVEL)
  })

  it('is heard by its owner as loudly as they choose, down to nothing, and never with the other’s voice in it', async () => {
    await bobHears(1_000)
    const own = async () => steadyToneLevel((await speakers.hear('alice', 400)).left, 1_000)
    await waitUntil('Alice hears her own music', async () => Math.abs(decibels(await own(), LEVEL)) < 1)
    await alicePopup.getByRole('slider', { name: 'Volume for me' }).fill('0')
    await waitUntil('Alice hears nothing of it', async () => (await own()) < 0.001)
    expect(Math.abs(decibels(steadyToneLevel((await bobHears(1_000)).left, 1_000), LEVEL))).toBeLessThan(1)
    await alicePopup.getByRole('slider', { name: 'Volume for me' }).fill('100')

    await bobPopup.getByRole('switch', { name: 'Lower while someone speaks' }).click()
    await mute(bobPopup)
    const { hertz } = pair.bob.devices
    await waitUntil('Alice hears Bob', async () => steadyToneLevel((await speakers.hear('alice', 400)).left, hertz) > 0.01)
    const back = await speakers.hear('bob', 2_000)
    expect(decibels(steadyToneLevel(back.left, hertz), steadyToneLevel(back.left, 1_000))).toBeLessThan(-50)
    await mute(bobPopup)
    await bobPopup.getByRole('switch', { name: 'Lower while someone speaks' }).click()
  })

  it('stops at the other end when it is stopped', async () => {
    await bobHears(1_000)
    await alicePopup.getByRole('button', { name: 'Stop sharing' }).click()
    await waitUntil('it is silent at the other end', async () => rms((await speakers.hear('bob', 300)).left) < 0.001)
    expect(warnings.filter((text) => /payload type/i.test(text))).toEqual([])
  })

  it('that plays nothing says so to who shares it, and is heard as soon as it plays', async () => {
    await play(0, 0)
    await alicePopup.close()
    await shareFromPopup(pair.alice, player, 'Share music')
    alicePopup = await controls(pair.alice)
    await alicePopup.getByText('Shared without sound: this source gives none.').waitFor()
    await play(1_000, 2_000)
    await bobHears(1_000)
  })
})

/** What a section of a description says of Opus (RFC 7587), by name. */
function opusOf(sdp: string, mid: string): Readonly<Record<string, string>> {
  const section = sdp.split('\r\nm=').find((part) => part.split('\r\n').includes(`a=mid:${mid}`)) ?? ''
  const payload = /a=rtpmap:(\d+) opus/i.exec(section)?.[1]
  const line = new RegExp(`a=fmtp:${payload} (.*)`).exec(section)?.[1] ?? ''
  return Object.fromEntries(line.split(';').map((pair) => pair.trim().split('=')))
}

/** Bytes of shared sound received: of the sound that comes last in the description, after the voice. */
async function soundBytesReceived(person: Person): Promise<number> {
  const sounds = entriesOf(await rtcStats(await person.offscreen()), 'inbound-rtp', 'audio')
  return numberOf(
    sounds.find(({ mid }) => mid === SHARE_SOUND_MID),
    'bytesReceived',
  )
}
