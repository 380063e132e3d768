import type { Frame, Page } from 'playwright-core'
import { ALICE, BOB } from '../tests/support/chromium.ts'
import { median } from '../tests/support/median.ts'
import { type PageServer, servePages } from '../tests/support/pages.ts'
import { dial, type Pair, type Person, seeRing, startPair } from '../tests/support/pair.ts'
import { tellVisibility } from '../tests/support/visibility.ts'
import { sleep, waitUntil } from '../tests/support/wait.ts'
import { browserMegabytes, coresOver, pageCoresOver } from './support/cpu.ts'
import { presenceIn } from './support/presence.ts'
import { type BenchOptions, makeRow, type Row } from './support/row.ts'

const HD = { width: 1280, height: 720 } as const
/** Rounds of "no overlay, ours, loopback"; more would only take longer. */
const MAX_ROUNDS = 5
const SETTLE_MS = 3_000
const SAMPLE_MS = 8_000
/** 28 frames a second. */
const FRAME_MS = 35.7
const CPU_FACTOR = 0.5
/** What a start leaves to be done (the set-up tab closes, memory is collected) takes a minute. */
const IDLE_SETTLE_MS = 60_000
const IDLE_MS = 60_000
const IDLE_PERCENT = 0.2
const MEMORY_MS = 600_000
/** Memory comes and goes with the browser's own caches: the median of the first of these is set against that of the last. */
const MEMORY_ENDS_MS = 120_000
const MEMORY_SAMPLE_MS = 10_000
/** A queue of frames grows by 110 MB a second, a frame lost every 10 s by 80 MB in this time. */
const MEMORY_LIMIT_MB = 30
const SCROLLED_ELEMENTS = 50_000
const SCROLL_MS = 4_000
const SCROLL_FACTOR = 1.1

const PLAIN = 'plain'
/** `html`, `head`, `title`, `body`, `h1`. */
const PLAIN_ELEMENTS = 5
/** Cross-origin isolated: there the frames come by a loopback `RTCPeerConnection`, which is the usual way. */
const ISOLATED = 'isolated'
/** Never invoked: no overlay may stand there. */
const EMPTY = 'empty'
const LONG = 'long'
const LONG_EMPTY = 'long-empty'

/** What the overlay costs on a page, at 720p; and what the extension costs while there is no call. */
export async function run({ pairs }: BenchOptions): Promise<Row[]> {
  const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
  const body = (title: string, elements = 0) =>
    `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${'<p>text</p>'.repeat(elements)}`
  const pages = await servePages({
    [PLAIN]: { body: body(PLAIN) },
    [ISOLATED]: { body: body(ISOLATED), headers: isolation },
    [EMPTY]: { body: body(EMPTY) },
    [LONG]: { body: body(LONG, SCROLLED_ELEMENTS) },
    [LONG_EMPTY]: { body: body(LONG_EMPTY, SCROLLED_ELEMENTS) },
  })
  try {
    const pair = await startPair({
      alice: { devices: { ...ALICE, ...HD }, settings: { startWithCamera: false } },
      bob: { devices: { ...BOB, ...HD }, settings: { startWithCamera: true } },
    })
    try {
      const page = await pair.alice.context.newPage()
      await page.goto(pages.url(PLAIN))
      await sleep(SETTLE_MS)
      const presence = await presenceIn(page, PLAIN_ELEMENTS)
      await page.close()
      await sleep(IDLE_SETTLE_MS)
      const idle = await pageCoresOver(await pair.alice.offscreen(), IDLE_MS)
      return [
        makeRow({
          what: 'Scripts, frames and elements in a page without a call',
          ours: [presence],
          unit: 'in all',
          target: { kind: 'atMost', limit: 0 },
        }),
        makeRow({
          what: 'Idle offscreen document and service worker',
          ours: [idle * 100],
          unit: '% of a core',
          target: { kind: 'atMost', limit: IDLE_PERCENT },
        }),
        ...(await inACall(pair, pages, Math.min(pairs, MAX_ROUNDS))),
      ]
    } finally {
      await pair.close()
    }
  } finally {
    await pages.close()
  }
}

async function inACall(pair: Pair, pages: PageServer, rounds: number): Promise<Row[]> {
  const { alice, bob } = pair
  const open = async (name: string): Promise<Page> => {
    const page = await alice.context.newPage()
    await page.goto(pages.url(name))
    return page
  }
  const empty = await open(EMPTY)
  const longEmpty = await open(LONG_EMPTY)
  const [plain, isolated, long] = [await open(PLAIN), await open(ISOLATED), await open(LONG)]
  await keepTheOtherSending(alice)
  const popup = await dial(alice, bob.peerId)
  const ring = await seeRing(bob)
  await ring.getByRole('button', { name: 'Accept' }).click()
  await popup.getByRole('button', { name: 'Hang up' }).waitFor()
  await popup.close()
  for (const page of [plain, isolated, long]) {
    await invoke(alice, page)
    await tellVisibility(await alice.overlay(page), 'hidden')
  }

  const cost: Record<'transfer' | 'loopback', number[]> = { transfer: [], loopback: [] }
  const frameTimes: Record<'transfer' | 'loopback', number[]> = { transfer: [], loopback: [] }
  for (let round = 0; round < rounds; round++) {
    const without = await sampleOn(alice, empty)
    for (const [way, page] of [
      ['transfer', plain],
      ['loopback', isolated],
    ] as const) {
      const { cores, frameMs } = await sampleWith(alice, page)
      cost[way].push(cores - without)
      frameTimes[way].push(frameMs)
    }
  }
  const scrolling = await compareScrolling(alice, long, longEmpty, rounds)
  const memory = [await growth(alice, plain, 'active'), await growth(alice, plain, 'frozen')]
  return [
    makeRow({
      what: 'CPU of the overlay at 720p (bare: loopback RTCPeerConnection)',
      ours: cost.transfer,
      bare: cost.loopback,
      unit: 'cores',
      target: { kind: 'timesBare', factor: CPU_FACTOR },
    }),
    makeRow({
      what: 'From one frame presented in the overlay to the next at 720p (bare: the same)',
      ours: frameTimes.transfer,
      bare: frameTimes.loopback,
      unit: 'ms',
      target: { kind: 'atMost', limit: FRAME_MS },
    }),
    scrolling,
    ...['shown', 'in a frozen tab'].map((where, index) =>
      makeRow({
        what: `Memory gained in ${MEMORY_MS / 60_000} minutes, overlay ${where}`,
        ours: [memory[index] ?? Number.NaN],
        unit: 'MB',
        target: { kind: 'atMost', limit: MEMORY_LIMIT_MB },
      }),
    ),
  ]
}

/** The same call in every round: with no view open, the other side would otherwise be asked to pause its camera. */
async function keepTheOtherSending(person: Person): Promise<void> {
  const offscreen = await person.offscreen()
  await offscreen.evaluate(() => {
    RTCDataChannel.prototype.send = new Proxy(RTCDataChannel.prototype.send, {
      apply(send, channel, args) {
        if (typeof args[0] !== 'string' || !args[0].includes('"viewing"')) Reflect.apply(send, channel, args)
      },
    })
  })
}

/** A click on the toolbar button lets the overlay into this tab. */
async function invoke(person: Person, page: Page): Promise<void> {
  const popup = await person.popup(page)
  await popup.close()
  await person.overlay(page)
}

async function sampleOn(person: Person, page: Page): Promise<number> {
  await page.bringToFront()
  await sleep(SETTLE_MS)
  return coresOver(person.browser, SAMPLE_MS)
}

interface Sample {
  readonly cores: number
  /** Mean time between two presented frames. */
  readonly frameMs: number
}

async function sampleWith(person: Person, page: Page): Promise<Sample> {
  await page.bringToFront()
  const overlay = await person.overlay(page)
  await tellVisibility(overlay, 'visible')
  await waitUntil('the overlay shows 720p', async () => (await shown(overlay)).height === HD.height)
  await sleep(SETTLE_MS)
  const before = await shown(overlay)
  const from = performance.now()
  const cores = await coresOver(person.browser, SAMPLE_MS)
  const { frames, height } = await shown(overlay)
  const frameMs = (performance.now() - from) / (frames - before.frames)
  if (height !== HD.height) throw new Error(`The picture became ${height} high`)
  // Another tab in front hides none of the driven browser's, and what is not looked at must not count for that one.
  await tellVisibility(overlay, 'hidden')
  return { cores, frameMs }
}

function shown(overlay: Frame): Promise<{ height: number; frames: number }> {
  return overlay.getByLabel('Remote video').evaluate((video) => {
    if (!(video instanceof HTMLVideoElement)) throw new Error('no video')
    const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality()
    return { height: video.videoHeight, frames: totalVideoFrames - droppedVideoFrames }
  })
}

async function compareScrolling(person: Person, long: Page, longEmpty: Page, rounds: number): Promise<Row> {
  const frameTimes: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
  for (let round = 0; round < rounds; round++) {
    await longEmpty.bringToFront()
    frameTimes.bare.push(await scroll(longEmpty))
    await long.bringToFront()
    const overlay = await person.overlay(long)
    await tellVisibility(overlay, 'visible')
    frameTimes.ours.push(await scroll(long))
    await tellVisibility(overlay, 'hidden')
  }
  return makeRow({
    what: 'Frame time at the 95th percentile while scrolling 50,000 elements, overlay on it (bare: without)',
    ...frameTimes,
    unit: 'ms',
    target: { kind: 'timesBare', factor: SCROLL_FACTOR },
  })
}

/** The time between two frames of the page while it scrolls, in ms: of 100 frames, 95 take no longer. */
function scroll(page: Page): Promise<number> {
  return page.evaluate(async (ms) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    await frame()
    const times: number[] = []
    let last = await frame()
    const until = last + ms
    while (last < until) {
      scrollBy(0, 40)
      const now = await frame()
      times.push(now - last)
      last = now
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN
  }, SCROLL_MS)
}

/** Megabytes that the browser gains in `MEMORY_MS` with the overlay's tab in that state. */
async function growth(person: Person, page: Page, state: 'active' | 'frozen'): Promise<number> {
  await page.bringToFront()
  await tellVisibility(await person.overlay(page), 'visible')
  const session = await page.context().newCDPSession(page)
  try {
    await session.send('Page.setWebLifecycleState', { state })
    await sleep(SETTLE_MS)
    const samples: number[] = []
    for (let ms = 0; ms < MEMORY_MS; ms += MEMORY_SAMPLE_MS) {
      samples.push(await browserMegabytes(person.browser))
      await sleep(MEMORY_SAMPLE_MS)
    }
    const ends = MEMORY_ENDS_MS / MEMORY_SAMPLE_MS
    return median(samples.slice(-ends)) - median(samples.slice(0, ends))
  } finally {
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await session.detach()
  }
}
