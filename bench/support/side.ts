import type { Page } from 'playwright-core'
import type { Rgb } from '../../scripts/setup/fakeMedia.mjs'
/** One person's page with a probe in it, Tabcall's popup or the bare page: both have the same words on their buttons. */
export interface Side {
  readonly page: Page
  readonly id: string
  /** The colour of this person's camera. */
  readonly rgb: Rgb
  /** Nothing in PeerJS tells of every end. */
  readonly mayMissTheEnd: boolean
  /** Types whom to call. */
  enter(id: string): Promise<void>
  /** Back to where one can call and be called. */
  reset(): Promise<void>
}

/** What "the other hung up" reads like, in both. */
export const HUNG_UP = 'hung up'

/** Milliseconds. */
export interface CallTimes {
  readonly rings: number
  readonly bothSee: number
  /** Null where the end was never seen: on a bare page it now and then is not. */
  readonly hangUpSeen: number | null
}

/** Longer than any call that works takes. */
const LIMIT_MS = 20_000
/** An end that a bare page has not shown by then it never shows. */
const BARE_END_MS = 3_000

/** One whole call: from the click on `Call` to the end seen. The callee accepts `acceptAfterMs` after it rings. */
export async function measureCall(caller: Side, callee: Side, acceptAfterMs: number): Promise<CallTimes> {
  await caller.enter(callee.id)
  const accepting = within(
    'the ring',
    callee.page.evaluate((ms) => window.probe.pressWhenThere('Accept', ms), acceptAfterMs),
  )
  const seeing = within(
    'both to see each other',
    Promise.all([
      caller.page.evaluate((rgb) => window.probe.sees('Remote video', rgb), callee.rgb),
      callee.page.evaluate((rgb) => window.probe.sees('Remote video', rgb), caller.rgb),
    ]),
  )
  const dialling = caller.page.evaluate(() => window.probe.press('Call'))
  // All together: whichever fails first ends the run, and none of them unheard.
  const [dialled, { there, pressed }, seen] = await Promise.all([dialling, accepting, seeing])
  const limitMs = caller.mayMissTheEnd ? BARE_END_MS : LIMIT_MS
  const hangUpSeen = await measureWord(caller, 'Hang up', callee, HUNG_UP, limitMs).catch((error: unknown) => {
    if (!caller.mayMissTheEnd) throw error
    return null
  })
  await Promise.all([caller.reset(), callee.reset()])
  return { rings: there - dialled, bothSee: Math.max(...seen) - pressed, hangUpSeen }
}

/** Milliseconds from a click on `button` by one to the sentence read by the other. */
export async function measureWord(from: Side, button: string, to: Side, pattern: string, limitMs = LIMIT_MS): Promise<number> {
  const read = within(
    pattern,
    to.page.evaluate((text) => window.probe.reads(text), pattern),
    limitMs,
  )
  const pressing = from.page.evaluate(async (name) => {
    await window.probe.there(name)
    return window.probe.press(name)
  }, button)
  const [seen, pressed] = await Promise.all([read, pressing])
  return seen - pressed
}

async function within<T>(what: string, promise: Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not within ${limitMs} ms: ${what}`)), limitMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
