import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { TestPage } from '../../tests/support/pages.ts'
import { call, type Pair, startPair } from '../../tests/support/pair.ts'
import { type Speakers, startSpeakers } from '../../tests/support/pulse.ts'
import { startStockServer } from '../../tests/support/servers.ts'
import {
  closePopups,
  controls,
  filmPage,
  grabFrame,
  likeness,
  resizePage,
  screenshotOf,
  smallPrintPage,
  TEXT_SIZE,
} from '../../tests/support/sharing.ts'
import { SAMPLE_RATE, toneLevel } from '../../tests/support/sound.ts'
import { sleep, waitUntil } from '../../tests/support/wait.ts'
import { startWan, wanPossible } from '../../tests/support/wan.ts'
import { coresOver } from '../support/cpu.ts'
import { type BenchOptions, makeRow, median, type Row } from '../support/row.ts'
import { BARE_SHARED, type BarePair, startBarePair } from './sharePair.ts'

const DELAY_MS = 25
const RATE_MBITS = 4
/** Each takes half a minute; more would only take longer. */
const MAX_ROUNDS = 5
/** Half a round trip and what the issue allows on top. */
const FIRST_FRAME_MS = DELAY_MS + 400
const STILL_MS = 2_000
const FILM_MS = 8_000
const CPU_MS = 5_000

type Host = 'alice' | 'bob' | 'server'
type Who = 'ours' | 'bare'
type Figures = Record<Who, { first: number[]; unlike: number[]; missingFrames: number[]; sync: number[]; cpu: number[] }>

interface Stage {
  readonly pair: Pair
  readonly bare: BarePair
  readonly viewer: Page
  readonly speakers: Speakers<Who | 'other'>
}

/** What the other side sees of a shared tab, on a 4 Mbit/s line, beside a bare PeerJS page that shares by `replaceTrack`. */
export async function run({ pairs }: BenchOptions): Promise<Row[]> {
  if (!wanPossible) throw new Error('The emulated network needs root and /dev/net/tun.')
  const wan = await startWan<Host>(['alice', 'bob', 'server'], { delay: DELAY_MS, rate: RATE_MBITS })
  const speakers = await startSpeakers(['ours', 'bare', 'other'])
  const server = await startStockServer({ wanHost: wan.hosts.server })
  let pair: Pair | null = null
  let bare: BarePair | null = null
  try {
    pair = await startPair({ hosts: wan.hosts, alice: { env: speakers.env('other') }, bob: { env: speakers.env('ours') } })
    const { alice, bob } = pair
    await call(alice, bob)
    for (const person of [alice, bob]) {
      await closePopups(person)
      const own = await controls(person)
      await own.getByRole('button', { name: 'Microphone' }).click()
      await own.close()
    }
    const viewer = await bob.page('src/viewer/index.html')
    bare = await startBarePair(server, {
      alice: { wanHost: wan.hosts.alice, env: speakers.env('other') },
      bob: { wanHost: wan.hosts.bob, env: speakers.env('bare') },
    })
    return rowsOf(await measure({ pair, bare, viewer, speakers }, Math.min(pairs, MAX_ROUNDS)))
  } finally {
    await bare?.close()
    await pair?.close()
    await server.stop()
    await speakers.stop()
    await wan.close()
  }
}

async function measure(stage: Stage, rounds: number): Promise<Figures> {
  const { pair, bare } = stage
  const empty = () => ({ first: [], unlike: [], missingFrames: [], sync: [], cpu: [] })
  const figures: Figures = { ours: empty(), bare: empty() }
  const text = {
    ours: await openPage(pair.alice.context, smallPrintPage('Text')),
    bare: await openBarePage(bare, smallPrintPage(`${BARE_SHARED} text`)),
  }
  for (const page of Object.values(text)) await resizePage(page, TEXT_SIZE.width, TEXT_SIZE.height)
  for (let round = 0; round < rounds; round++) {
    for (const who of ['bare', 'ours'] as const) {
      figures[who].first.push(await shareAndWait(stage, who, text[who], null))
      await sleep(STILL_MS)
      const frame = await grabFrame(shown(stage, who))
      const native = frame.width === TEXT_SIZE.width && frame.height === TEXT_SIZE.height
      figures[who].unlike.push(native ? 1 - likeness(frame, await screenshotOf(text[who])) : 1)
      if (who === 'ours') figures.ours.cpu.push(await coresOver(pair.alice.browser, CPU_MS))
      await stop(stage, who)
    }
    await shareAndWait(stage, 'bare', text.bare, 30)
    figures.bare.cpu.push(await coresOver(bare.browser, CPU_MS))
    await stop(stage, 'bare')
  }
  for (const page of Object.values(text)) await page.close()
  const film = {
    ours: await openPage(pair.alice.context, filmPage('Film')),
    bare: await openBarePage(bare, filmPage(`${BARE_SHARED} film`)),
  }
  for (const who of ['bare', 'ours'] as const) {
    await resizePage(film[who], 1280, 720)
    await film[who === 'ours' ? 'bare' : 'ours'].bringToFront()
    await shareAndWait(stage, who, film[who], null)
    await sleep(3_000)
    const seen = await watchFilm(stage, who)
    figures[who].missingFrames.push(30 - seen.framesPerSecond)
    figures[who].sync.push(seen.apart)
    await stop(stage, who)
  }
  return figures
}

function rowsOf({ ours, bare }: Figures): Row[] {
  return [
    makeRow({
      what: 'Press (bare: picker closed) to first shared frame',
      ours: ours.first,
      bare: bare.first,
      unit: 'ms',
      target: { kind: 'atMost', limit: FIRST_FRAME_MS },
    }),
    makeRow({
      what: 'Still text page: 1 − SSIM after 2 s (1: not at its own size)',
      ours: ours.unlike,
      bare: bare.unlike,
      unit: '',
      target: { kind: 'atMost', limit: 0.02 },
    }),
    makeRow({
      what: 'Film: frames a second short of 30',
      ours: ours.missingFrames,
      bare: bare.missingFrames,
      unit: '',
      target: { kind: 'barePlus', plus: 0 },
    }),
    makeRow({
      what: 'Film: sound and picture apart at the viewer',
      ours: ours.sync,
      bare: bare.sync,
      unit: 'ms',
      target: { kind: 'atMost', limit: 80 },
    }),
    makeRow({
      what: 'Still text page, CPU of the sharer (bare: at 30 frames a second)',
      ours: ours.cpu,
      bare: bare.cpu,
      unit: 'cores',
      target: { kind: 'timesBare', factor: 0.5 },
    }),
  ]
}

function shown({ viewer, bare }: Stage, who: Who): Locator {
  return who === 'ours' ? viewer.locator('video.viewer-share') : bare.bob.locator('video')
}

/** Shares a tab; resolves with the milliseconds to the first frame of it at the other side, known by its size. */
async function shareAndWait(stage: Stage, who: Who, page: Page, framesPerSecond: number | null): Promise<number> {
  const { pair, bare, viewer } = stage
  const size = await page.evaluate(() => innerWidth / innerHeight)
  const watched = who === 'ours' ? viewer : bare.bob
  const first = watched.evaluate(seesShape, { selector: who === 'ours' ? 'video.viewer-share' : 'video', shape: size })
  let from: number
  if (who === 'ours') {
    await closePopups(pair.alice)
    const popup = await pair.alice.popup(page)
    await popup.getByRole('button', { name: 'Share this tab' }).waitFor()
    from = await popup.evaluate(() => {
      const found = [...document.querySelectorAll('button')].find(
        (each) => (each.ariaLabel ?? each.textContent) === 'Share this tab',
      )
      const at = Date.now()
      found?.click()
      return at
    })
  } else {
    await bare.alice.bringToFront()
    from = await bare.alice.evaluate((rate) => window.bareShare.share({ framesPerSecond: rate }), framesPerSecond)
  }
  return (await first) - from
}

/** Runs in the viewer's page. A camera is 4:3, what is shared here is not. */
async function seesShape({ selector, shape }: { selector: string; shape: number }): Promise<number> {
  const giveUpAt = Date.now() + 20_000
  while (Date.now() < giveUpAt) {
    const video = document.querySelector(selector)
    if (
      video instanceof HTMLVideoElement &&
      video.readyState >= 2 &&
      Math.abs(video.videoWidth / video.videoHeight - shape) < 0.05
    ) {
      return Date.now()
    }
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
  throw new Error('Nothing of that shape was seen.')
}

async function stop({ pair, bare, viewer }: Stage, who: Who): Promise<void> {
  if (who === 'bare') {
    await bare.alice.evaluate(() => window.bareShare.stop())
    return
  }
  const own = await controls(pair.alice)
  await own.getByRole('button', { name: 'Stop sharing' }).click()
  await viewer.getByText('Nothing is shared now.').waitFor()
  await own.close()
}

/** Frames a second, and how far flashes and beeps of `filmPage` are apart for who sits before it, in milliseconds. */
async function watchFilm(stage: Stage, who: Who): Promise<{ framesPerSecond: number; apart: number }> {
  const seeing = shown(stage, who).evaluate(async (video, ms) => {
    if (!(video instanceof HTMLVideoElement)) throw new Error('no video')
    const canvas = new OffscreenCanvas(1, 1)
    const pen = canvas.getContext('2d', { willReadFrequently: true })
    const flashes: number[] = []
    let white = true
    let frames = 0
    const until = performance.now() + ms
    await new Promise<void>((resolve) => {
      const look = (now: number): void => {
        frames++
        pen?.drawImage(video, 0, 0, 1, 1)
        const [red = 0, , blue = 0] = pen?.getImageData(0, 0, 1, 1).data ?? []
        const is = red > 200 && blue > 200
        if (is && !white) flashes.push(performance.timeOrigin + now)
        white = is
        if (performance.now() < until) video.requestVideoFrameCallback(look)
        else resolve()
      }
      video.requestVideoFrameCallback(look)
    })
    return { flashes, framesPerSecond: (frames * 1000) / ms }
  }, FILM_MS)
  const { left } = await stage.speakers.hear(who, FILM_MS)
  const heardUntil = Date.now()
  const { flashes, framesPerSecond } = await seeing
  const beeps = onsets(left).map((at) => heardUntil - (left.length / SAMPLE_RATE) * 1000 + at)
  const apart = flashes.map((flash) => Math.min(...beeps.map((beep) => Math.abs(beep - flash))))
  return { framesPerSecond, apart: apart.length > 0 && beeps.length > 0 ? median(apart) : Number.POSITIVE_INFINITY }
}

/** Where the tone of `filmPage` begins, in milliseconds. */
function onsets(samples: Float32Array): number[] {
  const block = SAMPLE_RATE / 100
  const found: number[] = []
  let sounding = true
  for (let start = 0; start + block <= samples.length; start += block) {
    const loud = toneLevel(samples.subarray(start, start + block), 1_000) > 0.1
    if (loud && !sounding) found.push((start * 1000) / SAMPLE_RATE)
    sounding = loud
  }
  return found
}

/** This machine's loopback is not seen from the emulated network: the page is handed over. */
async function openPage(context: BrowserContext, { body }: TestPage): Promise<Page> {
  const page = await context.newPage()
  await page.route('http://localhost/shared', (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto('http://localhost/shared')
  await waitUntil('the page is there', () => page.evaluate(() => document.readyState === 'complete'))
  return page
}

function openBarePage(bare: BarePair, page: TestPage): Promise<Page> {
  return openPage(bare.alice.context(), page)
}
