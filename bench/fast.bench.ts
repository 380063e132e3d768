import { ALICE, BOB } from '../tests/support/chromium.ts'
import { startPair } from '../tests/support/pair.ts'
import { type SignalingServer, startStockServer } from '../tests/support/servers.ts'
import { sleep } from '../tests/support/wait.ts'
import { startWan, type Wan, wanPossible } from '../tests/support/wan.ts'
import { type BareSide, openBareSide } from './support/bareSide.ts'
import { measurePopup } from './support/popup.ts'
import { type BenchOptions, makeRow, type Row } from './support/row.ts'
import { type CallTimes, measureCall, measureWord, type Side } from './support/side.ts'
import { openTabcallSide, type TabcallSide } from './support/tabcallSide.ts'
import { zipSizeRow } from './support/zipSize.ts'

type Host = 'alice' | 'bob' | 'server'

/** Milliseconds there and back. */
const ROUND_TRIPS = [50, 200] as const
/** Contacts: how much of the bare page's time a call accepted 2 s after the ring may take. */
const WARM_FACTOR: Record<(typeof ROUND_TRIPS)[number], number> = { 50: 0.7, 200: 0.5 }

/** A person looks who it is, and accepts. */
const PERSON_ACCEPTS_MS = 2_000

/** Somebody who calls has opened their devices by then. */
const SETTLED_MS = 1_000

/** Each of the two rings six times in every second round, with twelve a minute allowed: one too many rings 4 s late, and slows the call after it. */
const ROUND_LEAST_MS = 20_000

/** A Tabcall ID that is nobody's. */
const NOBODY = '0'.repeat(25)
/** A plain PeerJS id: who calls it is busy. */
const NEVER_ANSWERS = 'never-answers'
/** A stock server takes its 5 s for it: three times are enough. */
const BARE_ABSENT_RUNS = 3

const NAMES = ['bareLater', 'bareAtOnce', 'stranger', 'contactLater', 'contactAtOnce'] as const
type CallName = (typeof NAMES)[number]
const WORDS = ['decline', 'cancel', 'busy', 'absent', 'bareAbsent'] as const
type Word = (typeof WORDS)[number]

interface Stage {
  readonly tabcall: { readonly alice: TabcallSide; readonly bob: TabcallSide }
  readonly bare: { readonly alice: BareSide; readonly bob: BareSide }
}

interface Figures {
  readonly calls: Record<CallName, CallTimes[]>
  readonly words: Record<Word, number[]>
}

/** How fast a call starts and ends, on an emulated network, interleaved with a bare PeerJS page. */
export async function run({ pairs }: BenchOptions): Promise<Row[]> {
  if (!wanPossible) throw new Error('The emulated network needs root and /dev/net/tun.')
  const rows: Row[] = []
  const wan = await startWan<Host>(['alice', 'bob', 'server'], { delay: ROUND_TRIPS[0] / 2 })
  try {
    await onStage(wan, async (stage) => {
      for (const roundTrip of ROUND_TRIPS) {
        await wan.set({ delay: roundTrip / 2 })
        // What is done for the first time in a browser takes its time, on both sides.
        if (roundTrip === ROUND_TRIPS[0]) await measure(stage, 1, roundTrip)
        rows.push(...rowsOf(roundTrip, await measure(stage, pairs, roundTrip)))
      }
    })
  } finally {
    await wan.close()
  }
  return [...rows, ...(await measurePopup(pairs)), zipSizeRow()]
}

/** Two Tabcalls and two bare pages, each pair with a server of its own kind, all on the same hosts. */
async function onStage(wan: Wan<Host>, use: (stage: Stage) => Promise<void>): Promise<void> {
  const closing: (() => Promise<void>)[] = []
  try {
    const stock: SignalingServer = await startStockServer({ wanHost: wan.hosts.server })
    closing.push(() => stock.stop())
    const pair = await startPair({ hosts: wan.hosts })
    closing.push(() => pair.close())
    const openBare = async (name: 'alice' | 'bob') => {
      const devices = name === 'alice' ? ALICE : BOB
      const side = await openBareSide(stock, `bare-${name}`, { devices, wanHost: wan.hosts[name] })
      closing.push(side.close)
      return side
    }
    const bare = { alice: await openBare('alice'), bob: await openBare('bob') }
    await bare.alice.standBy(pair.server, NEVER_ANSWERS)
    const tabcall = { alice: await openTabcallSide(pair.alice), bob: await openTabcallSide(pair.bob) }
    await use({ tabcall, bare })
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

let turn = 0

async function measure({ tabcall, bare }: Stage, pairs: number, roundTrip: number): Promise<Figures> {
  const figures: Figures = {
    calls: { bareLater: [], bareAtOnce: [], stranger: [], contactLater: [], contactAtOnce: [] },
    words: { decline: [], cancel: [], busy: [], absent: [], bareAbsent: [] },
  }
  for (let index = 0; index < pairs; index++) {
    const rest = sleep(ROUND_LEAST_MS)
    // They take turns in calling, as people do.
    turn += 1
    const [a, b] = turn % 2 === 0 ? (['alice', 'bob'] as const) : (['bob', 'alice'] as const)
    const caller = tabcall[a]
    const callee = tabcall[b]
    const noted = async (name: CallName, from: Side, to: Side, acceptAfterMs: number) => {
      const times = await measureCall(from, to, acceptAfterMs)
      figures.calls[name].push(times)
      console.log(`  ${roundTrip} ms, ${index + 1} of ${pairs}, ${name}: ${JSON.stringify(times)}`)
    }
    await noted('bareLater', bare[a], bare[b], PERSON_ACCEPTS_MS)
    await noted('stranger', caller, callee, PERSON_ACCEPTS_MS)
    await caller.setContact(callee.id, true)
    await callee.setContact(caller.id, true)
    await noted('contactLater', caller, callee, PERSON_ACCEPTS_MS)
    await noted('bareAtOnce', bare[a], bare[b], 0)
    await noted('contactAtOnce', caller, callee, 0)
    figures.words.decline.push(await declined(caller, callee))
    figures.words.cancel.push(await cancelled(caller, callee))
    figures.words.busy.push(await busy(caller, callee))
    figures.words.absent.push(await absent(caller, NOBODY, 'is not online'))
    if (index < BARE_ABSENT_RUNS) figures.words.bareAbsent.push(await absent(bare[a], 'not-there', 'peer-unavailable'))
    await caller.setContact(callee.id, false)
    await callee.setContact(caller.id, false)
    await rest
  }
  return figures
}

async function ring(caller: TabcallSide, callee: TabcallSide): Promise<void> {
  await caller.enter(callee.id)
  await caller.page.evaluate(() => window.probe.press('Call'))
  await callee.page.evaluate(() => window.probe.there('Accept'))
}

async function declined(caller: TabcallSide, callee: TabcallSide): Promise<number> {
  await ring(caller, callee)
  const time = await measureWord(callee, 'Decline', caller, 'declined')
  await Promise.all([caller.reset(), callee.reset()])
  return time
}

async function cancelled(caller: TabcallSide, callee: TabcallSide): Promise<number> {
  await ring(caller, callee)
  const time = await measureWord(caller, 'Cancel', callee, 'stopped calling')
  await Promise.all([caller.reset(), callee.reset()])
  return time
}

/** From the click on `Call` on: there is nothing else that the busy side's person does. */
async function busy(caller: TabcallSide, callee: TabcallSide): Promise<number> {
  await callee.enter(NEVER_ANSWERS)
  await callee.page.evaluate(() => window.probe.press('Call'))
  await callee.page.evaluate(() => window.probe.there('Cancel'))
  // Who is busy has been so for a while: their devices are open by then.
  await sleep(SETTLED_MS)
  await caller.enter(callee.id)
  const time = await measureWord(caller, 'Call', caller, 'is busy')
  await callee.page.evaluate(() => window.probe.press('Cancel'))
  await Promise.all([caller.reset(), callee.reset()])
  return time
}

async function absent(caller: Side, id: string, pattern: string): Promise<number> {
  await caller.enter(id)
  const time = await measureWord(caller, 'Call', caller, pattern)
  await caller.reset()
  return time
}

function rowsOf(roundTrip: (typeof ROUND_TRIPS)[number], { calls, words }: Figures): Row[] {
  const at = (what: string) => `${what}, ${roundTrip} ms round trip`
  const times = (name: CallName, key: keyof CallTimes) => calls[name].flatMap((call) => call[key] ?? [])
  const ours: CallName[] = ['stranger', 'contactLater', 'contactAtOnce']
  const bares: CallName[] = ['bareLater', 'bareAtOnce']
  const word = (what: string, name: Word, bare: readonly number[] = []): Row =>
    makeRow({ what: at(what), ours: words[name], bare, unit: 'ms', target: { kind: 'atMost', limit: roundTrip + 150 } })
  const call = (what: string, name: CallName, bare: CallName, factor: number): Row =>
    makeRow({
      what: at(what),
      ours: times(name, 'bothSee'),
      bare: times(bare, 'bothSee'),
      unit: 'ms',
      target: { kind: 'timesBare', factor },
    })
  return [
    makeRow({
      what: at('Call to ring'),
      ours: ours.flatMap((name) => times(name, 'rings')),
      bare: bares.flatMap((name) => times(name, 'rings')),
      unit: 'ms',
      target: { kind: 'barePlus', plus: 50 },
    }),
    call('Contact, accepted after 2 s, to both see', 'contactLater', 'bareLater', WARM_FACTOR[roundTrip]),
    call('Contact, accepted at once, to both see', 'contactAtOnce', 'bareAtOnce', 1.1),
    call('Stranger, accepted after 2 s, to both see', 'stranger', 'bareLater', 1.2),
    makeRow({
      what: at('Hang up to seen'),
      ours: ours.flatMap((name) => times(name, 'hangUpSeen')),
      bare: bares.flatMap((name) => times(name, 'hangUpSeen')),
      unit: 'ms',
      target: { kind: 'atMost', limit: roundTrip / 2 + 60 },
    }),
    word('Decline to seen', 'decline'),
    word('Cancel to seen', 'cancel'),
    word('Call to "busy"', 'busy'),
    word('Call to "not online"', 'absent', words.bareAbsent),
  ]
}
