import { startPair } from '../tests/support/pair.ts'
import { type Speakers, startSpeakers } from '../tests/support/pulse.ts'
import { startStockServer } from '../tests/support/servers.ts'
import {
  filmPage,
  grabFrame,
  likeness,
  openShared,
  resizePage,
  screenshotOf,
  smallPrintPage,
  TEXT_SIZE,
} from '../tests/support/sharing.ts'
import { sleep } from '../tests/support/wait.ts'
import { startWan, wanPossible } from '../tests/support/wan.ts'
import { BARE_SHARED, startBarePair } from './support/barePair.ts'
import { coresOver } from './support/cpu.ts'
import { watchFilm } from './support/filmWatch.ts'
import { type BenchOptions, makeRow, type Row } from './support/row.ts'
import { bareStage, type ShareStage, tabcallStage } from './support/shareStage.ts'

const DELAY_MS = 25
const RATE_MBITS = 4
/** Each takes a minute; more would only take longer. */
const MAX_ROUNDS = 5
/** Half a round trip and what the issue allows on top. */
const FIRST_FRAME_MS = DELAY_MS + 400
const FILM_SIZE = { width: 1280, height: 720 } as const
const FILM_RATE = 30
const SETTLE_MS = 3_000
const STILL_MS = 2_000
/** A machine that has just begun a film is behind with its sound for some seconds. */
const FILM_SETTLE_MS = 10_000
const FILM_MS = 10_000
const CPU_MS = 5_000

type Host = 'alice' | 'bob' | 'server'
type Who = 'ours' | 'bare'
/** For the bare page's `cpu`, the still page is sent at this fixed rate. */
const BARE_STILL_RATE = 30

interface Figures {
  readonly first: number[]
  readonly picked: number[]
  readonly unlike: number[]
  readonly cpu: number[]
  readonly missingFrames: number[]
  readonly sync: number[]
}

/**
 * What the other side sees of a shared tab, on a 4 Mbit/s line, beside a bare PeerJS page that shares by `replaceTrack`.
 * Two browsers are open at a time: with four, on two cores, each is measured under the load of the other pair.
 */
export async function run({ pairs }: BenchOptions): Promise<Row[]> {
  if (!wanPossible) throw new Error('The emulated network needs root and /dev/net/tun.')
  const wan = await startWan<Host>(['alice', 'bob', 'server'], { delay: DELAY_MS, rate: RATE_MBITS })
  const speakers = await startSpeakers(['ours', 'bare', 'other'])
  const server = await startStockServer({ wanHost: wan.hosts.server })
  const figures: Record<Who, Figures> = { ours: emptyFigures(), bare: emptyFigures() }
  try {
    for (let round = 0; round < Math.min(pairs, MAX_ROUNDS); round++) {
      const bare = await startBarePair(server, {
        alice: { wanHost: wan.hosts.alice, env: speakers.env('other') },
        bob: { wanHost: wan.hosts.bob, env: speakers.env('bare') },
      })
      await measure('bare', bareStage(bare), figures.bare, speakers).finally(() => bare.close())
      const pair = await startPair({
        hosts: wan.hosts,
        alice: { env: speakers.env('other'), flags: [`--auto-select-tab-capture-source-by-title=${BARE_SHARED}`] },
        bob: { env: speakers.env('ours') },
      })
      await tabcallStage(pair)
        .then((stage) => measure('ours', stage, figures.ours, speakers))
        .finally(() => pair.close())
    }
    return rowsOf(figures)
  } finally {
    await server.stop()
    await speakers.stop()
    await wan.close()
  }
}

function emptyFigures(): Figures {
  return { first: [], picked: [], unlike: [], cpu: [], missingFrames: [], sync: [] }
}

/** One call, in which a page of text and then a film are shared. */
async function measure(who: Who, stage: ShareStage, figures: Figures, speakers: Speakers<Who | 'other'>): Promise<void> {
  await stage.begin()
  const text = await openShared(stage.context, smallPrintPage(`${BARE_SHARED} text`))
  await resizePage(text, TEXT_SIZE.width, TEXT_SIZE.height)
  await sleep(SETTLE_MS)
  const without = await coresOver(stage.browser, CPU_MS)

  figures.first.push(await stage.share(text))
  await sleep(STILL_MS)
  const frame = await grabFrame(stage.shown)
  const native = frame.width === TEXT_SIZE.width && frame.height === TEXT_SIZE.height
  figures.unlike.push(native ? 1 - likeness(frame, await screenshotOf(text)) : 1)
  if (who === 'bare') {
    await stage.stop()
    await stage.share(text, BARE_STILL_RATE)
    await sleep(STILL_MS)
  }
  figures.cpu.push((await coresOver(stage.browser, CPU_MS)) - without)
  await stage.stop()
  await sleep(SETTLE_MS)
  figures.picked.push(await stage.sharePicked(text))
  await stage.stop()
  await text.close()

  const film = await openShared(stage.context, filmPage(`${BARE_SHARED} film`))
  await resizePage(film, FILM_SIZE.width, FILM_SIZE.height)
  await stage.share(film)
  await film.bringToFront()
  await sleep(FILM_SETTLE_MS)
  const { framesPerSecond, apart } = await watchFilm(stage.shown, () => speakers.hearTimed(who, FILM_MS), FILM_MS)
  figures.missingFrames.push(FILM_RATE - framesPerSecond)
  figures.sync.push(apart)
  await stage.stop()
  await film.close()
  await stage.end()
}

function rowsOf({ ours, bare }: Record<Who, Figures>): Row[] {
  return [
    makeRow({
      what: 'Press (bare: picker closed) to first shared frame',
      ours: ours.first,
      bare: bare.first,
      unit: 'ms',
      target: { kind: 'atMost', limit: FIRST_FRAME_MS },
    }),
    makeRow({
      what: 'Picker closed to first shared frame',
      ours: ours.picked,
      bare: bare.picked,
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
      what: `Still text page, what sharing it costs the sharer (bare: at ${BARE_STILL_RATE} frames a second)`,
      ours: ours.cpu,
      bare: bare.cpu,
      unit: 'cores',
      target: { kind: 'timesBare', factor: 0.5 },
    }),
  ]
}
