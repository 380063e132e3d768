import type { BrowserContext, Page } from 'playwright-core'
import { median } from '../tests/support/median.ts'
import { servePages } from '../tests/support/pages.ts'
import { call, type Pair, startPair } from '../tests/support/pair.ts'
import { type Speakers, startSpeakers } from '../tests/support/pulse.ts'
import { entriesOf, numberOf, rtcStats } from '../tests/support/rtcStats.ts'
import { startStockServer } from '../tests/support/servers.ts'
import { closePopups, controls, longestGap, musicPage, shareFromPopup, steadyToneLevel } from '../tests/support/sharing.ts'
import { decibels } from '../tests/support/sound.ts'
import { sleep, waitUntil } from '../tests/support/wait.ts'
import { startWan, type Wan, wanPossible } from '../tests/support/wan.ts'
import { BARE_SHARED, type BarePair, startBarePair } from './support/barePair.ts'
import { type BenchOptions, makeRow, type Row } from './support/row.ts'
import { writeTonesFile } from './support/tonesFile.ts'

/** There and back 50 ms, a good line but for what is lost. */
const DELAY_MS = 25
const LOSS_PER_CENT = 2
const MAX_ROUNDS = 5
const ROUND_MS = 15_000
const GAP_MS = 300_000
const LEVEL = 0.4
const PLAYER = 'http://localhost/music'

type Host = 'alice' | 'bob' | 'server'

/** Music from a tab to the listener's speaker, beside a bare PeerJS page that shares the same by `replaceTrack`. */
export async function run({ pairs }: BenchOptions): Promise<Row[]> {
  if (!wanPossible) throw new Error('The emulated network needs root and /dev/net/tun.')
  const wan = await startWan<Host>(['alice', 'bob', 'server'], { delay: DELAY_MS })
  const speakers = await startSpeakers(['ours', 'bare', 'other'])
  const pages = await servePages({ music: musicPage('Bench', 'Bench', BARE_SHARED) })
  const server = await startStockServer({ wanHost: wan.hosts.server })
  let pair: Pair | null = null
  let bare: BarePair | null = null
  try {
    pair = await startPair({
      hosts: wan.hosts,
      alice: { env: speakers.env('other'), flags: [`--use-file-for-fake-audio-capture=${writeTonesFile(1_000, 15_000, LEVEL)}`] },
      bob: { env: speakers.env('ours') },
    })
    bare = await startBarePair(server, {
      alice: { wanHost: wan.hosts.alice, env: speakers.env('other') },
      bob: { wanHost: wan.hosts.bob, env: speakers.env('bare') },
    })
    return await measure({ wan, speakers, pair, bare }, pages.url('music'), Math.min(pairs, MAX_ROUNDS))
  } finally {
    await bare?.close()
    await pair?.close()
    await server.stop()
    await pages.close()
    await speakers.stop()
    await wan.close()
  }
}

interface Stage {
  readonly wan: Wan<Host>
  readonly speakers: Speakers<'ours' | 'bare' | 'other'>
  readonly pair: Pair
  readonly bare: BarePair
}

async function measure(stage: Stage, url: string, rounds: number): Promise<Row[]> {
  const { wan, speakers, bare } = stage
  const { alice, bob } = stage.pair
  await call(alice, bob)
  for (const person of [alice, bob]) {
    await closePopups(person)
    const popup = await controls(person)
    for (const device of ['Microphone', 'Camera']) await popup.getByRole('button', { name: device, exact: true }).click()
    await popup.close()
  }
  const player = await openFrom(alice.context, url)
  await shareFromPopup(alice, player, 'Share music')
  const barePlayer = await openFrom(bare.alice.context(), url)
  await bare.call()
  await bare.alice.bringToFront()
  await bare.alice.evaluate(() => window.bareShare.share({ framesPerSecond: null }))
  for (const page of [player, barePlayer]) await page.evaluate((level) => window.playTones(1_000, 15_000, level), LEVEL)
  for (const who of ['ours', 'bare'] as const) {
    await waitUntil(`${who}: the music is heard`, async () => steadyToneLevel((await speakers.hear(who, 500)).left, 1_000) > 0.05)
  }
  await sleep(3_000)

  const quality = { ours: await listen(speakers, 'ours'), bare: await listen(speakers, 'bare') }
  // Before the long listening: within minutes the bare page's noise suppression takes the music for noise, and silence is not concealed.
  await wan.set({ delay: DELAY_MS, loss: LOSS_PER_CENT })
  const concealed: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
  for (let round = 0; round < rounds; round++) {
    const [ours, without] = await Promise.all([concealment(await bob.offscreen(), '3'), concealment(bare.bob, '0')])
    concealed.ours.push(ours)
    concealed.bare.push(without)
  }
  if (median(concealed.bare) === 0)
    throw new Error('Nothing of the bare page’s sound was made up: the line lost nothing, or nothing was heard.')
  await wan.set({ delay: DELAY_MS, loss: 0 })
  await sleep(3_000)
  const gap = longestGap((await speakers.hear('ours', GAP_MS)).left)
  const microphone = await listenToMicrophone(stage)
  return [
    makeRow({
      what: 'Music: loudest of the left on the right',
      ours: [quality.ours.crosstalk],
      bare: [quality.bare.crosstalk],
      unit: 'dB',
      target: { kind: 'atMost', limit: -30 },
    }),
    makeRow({
      what: 'Music: 15 kHz against 1 kHz, off by',
      ours: [quality.ours.treble],
      bare: [quality.bare.treble],
      unit: 'dB',
      target: { kind: 'atMost', limit: 3 },
    }),
    makeRow({
      what: 'Music: level at the speaker, off by',
      ours: [quality.ours.level],
      bare: [quality.bare.level],
      unit: 'dB',
      target: { kind: 'atMost', limit: 1 },
    }),
    makeRow({ what: 'Music: longest gap in 5 minutes', ours: [gap], unit: 'ms', target: { kind: 'atMost', limit: 20 } }),
    makeRow({
      what: `Music: concealed sound at ${LOSS_PER_CENT} % loss`,
      ours: concealed.ours,
      bare: concealed.bare,
      unit: '%',
      target: { kind: 'timesBare', factor: 0.5 },
    }),
    ...microphone,
  ]
}

/** The same sound into the microphone of who shares: music as a voice. The shared music is silent meanwhile. */
async function listenToMicrophone({ pair, speakers }: Stage): Promise<Row[]> {
  const { alice } = pair
  const player = alice.context.pages().find((page) => page.url() === PLAYER)
  await player?.evaluate(() => window.playTones(0, 0))
  const own = await controls(alice)
  const microphone = own.getByRole('button', { name: 'Microphone', exact: true })
  await microphone.click()
  await sleep(5_000)
  const heard = await listen(speakers, 'ours')
  await microphone.click()
  await own.close()
  await player?.evaluate((level) => window.playTones(1_000, 15_000, level), LEVEL)
  await sleep(2_000)
  const row = (what: string, value: number) =>
    makeRow({ what: `By the microphone: ${what}`, ours: [value], unit: 'dB', target: { kind: 'none' } })
  return [
    row('loudest of the left on the right', heard.crosstalk),
    row('15 kHz against 1 kHz, off by', heard.treble),
    row('level at the speaker, off by', heard.level),
  ]
}

async function listen(speakers: Speakers<'ours' | 'bare' | 'other'>, who: 'ours' | 'bare') {
  const { left, right } = await speakers.hear(who, 3_000)
  const bass = steadyToneLevel(left, 1_000)
  return {
    crosstalk: decibels(steadyToneLevel(right, 1_000), bass),
    treble: Math.abs(decibels(steadyToneLevel(right, 15_000), bass)),
    level: Math.abs(decibels(bass, LEVEL)),
  }
}

/** Per cent of the sound received by one media section that was made up, silence not counted. */
async function concealment(page: Page, mid: string): Promise<number> {
  const look = async () => {
    const entry = entriesOf(await rtcStats(page), 'inbound-rtp', 'audio').find((each) => each.mid === mid)
    return {
      concealed: numberOf(entry, 'concealedSamples') - numberOf(entry, 'silentConcealedSamples'),
      total: numberOf(entry, 'totalSamplesReceived'),
    }
  }
  const before = await look()
  await sleep(ROUND_MS)
  const after = await look()
  return (100 * (after.concealed - before.concealed)) / Math.max(1, after.total - before.total)
}

/**
 * A page in a browser on a host of the emulated network. This machine's loopback is not seen from there, so what the
 * server gives is fetched here and handed over.
 */
async function openFrom(context: BrowserContext, url: string): Promise<Page> {
  const body = await (await fetch(url)).text()
  const page = await context.newPage()
  await page.route(PLAYER, (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(PLAYER)
  return page
}
