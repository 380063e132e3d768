import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, popupOf, waitForRelease } from '../support/acts.ts'
import { extensionMemory } from '../support/extensionProcess.ts'
import { countTimers, type Leftovers, leftoversOf } from '../support/leftovers.ts'
import { call, type Pair, type Person, startPair, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { CONVERSATION, longestTurn, NAMES, type Name, part, TURN_HEARD_MS, talk } from '../support/talk.ts'
import { sleep } from '../support/wait.ts'

/** `npm run soak` makes it 200 calls and one of 20 minutes. */
const CALLS = Number(process.env.TABCALL_SOAK_CALLS ?? 20)
const LONG_MINUTES = Number(process.env.TABCALL_SOAK_MINUTES ?? 0)
/** A picture that stands for so long is frozen to who looks at it. */
const FROZEN_MS = 2_000
const MINUTE_MS = 60_000
/** One call takes some seconds; a loaded machine takes thrice that. */
const CALL_LIMIT_MS = 20_000
/** By the tenth call everything that is made once has been made. */
const WARM_CALLS = 10
/** A last word is kept for 30 s, see `link/lastWords.ts`. */
const LAST_WORD_MS = 31_000
const MEMORY_TOLERANCE = 1.1
/**
 * Of the process, Chromium's own part grows too, outside all heaps: with a page of nothing but connections by 15 MB over 50 of
 * them, as its allocator spreads out, and by some 15 kB with every page that is opened and closed, an empty one too (measured).
 */
const CHROMIUMS_GROWTH_BYTES = 40 * 1_024 * 1_024

describe('many calls in a row', () => {
  let speakers: Speakers<Name>
  let pair: Pair
  let measured: readonly Measured[]
  beforeAll(async () => {
    speakers = await startSpeakers(NAMES)
    pair = await startPair({
      // With the settings as installed: they take turns, since echo cancellation weakens who speaks while the other does.
      alice: { devices: CONVERSATION.alice, env: speakers.env('alice') },
      bob: { devices: CONVERSATION.bob, env: speakers.env('bob') },
    })
    measured = await Promise.all(
      [pair.alice, pair.bob].map(async (person) => {
        const page = await person.offscreen()
        return { person, page, timers: await countTimers(page) }
      }),
    )
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
  })

  /** What both hold once the views are closed and the last words forgotten. */
  async function measure(): Promise<readonly Held[]> {
    for (const { person } of measured) await (await popupOf(person)).close()
    await sleep(LAST_WORD_MS)
    return Promise.all(
      measured.map(async ({ person, page, timers }) => {
        const left = await leftoversOf(page, timers)
        return { ...left, processBytes: await extensionMemory(person, page) }
      }),
    )
  }

  it(
    `${CALLS} of them leave nothing over`,
    async () => {
      const { alice, bob } = pair
      let before: readonly Held[] = []
      for (let count = 1; count <= CALLS; count++) {
        await oneCall(count % 2 === 0 ? alice : bob, count % 2 === 0 ? bob : alice)
        if (count === WARM_CALLS) before = await measure()
      }
      expectNothingLeft(before, await measure())
    },
    CALLS * CALL_LIMIT_MS + 3 * LAST_WORD_MS,
  )

  if (LONG_MINUTES > 0) {
    it(
      `one of ${LONG_MINUTES} minutes carries pictures and sound to its end, and leaves nothing over`,
      async () => {
        const { alice, bob } = pair
        await oneCall(alice, bob)
        const before = await measure()
        const talkers = await talk(pair)
        const from = Date.now()
        const endsAt = from + LONG_MINUTES * MINUTE_MS
        while (Date.now() < endsAt) {
          await Promise.all(
            NAMES.map(async (name) => {
              const { popup, other } = talkers[name]
              await waitForPicture(popup.getByLabel('Remote video'), other.devices.rgb)
              expect(await longestTurn(speakers, name), `${name} hears the other`).toBeGreaterThanOrEqual(TURN_HEARD_MS)
            }),
          )
        }
        for (const name of NAMES) {
          const { picture } = talkers[name]
          expect(await picture.longestGap(from), `longest gap in what ${name} sees`).toBeLessThan(FROZEN_MS)
          await picture.stop()
        }
        await part(pair)
        await waitForRelease(alice, bob)
        expectNothingLeft(before, await measure())
      },
      (LONG_MINUTES + 5) * MINUTE_MS,
    )
  }
})

interface Measured {
  readonly person: Person
  readonly page: Page
  readonly timers: () => Promise<number>
}

interface Held extends Leftovers {
  /** Of the whole process, views and service worker included. */
  readonly processBytes: number
}

function expectNothingLeft(before: readonly Held[], after: readonly Held[]): void {
  expect(after.length).toBe(before.length)
  for (const [index, left] of after.entries()) {
    const former = before[index]
    if (!former) throw new Error('Nothing was measured before.')
    console.info('before:', former, 'after:', left)
    expect(left.objects).toEqual(former.objects)
    expect(left.objects.RTCPeerConnection).toBe(0)
    expect(left.timers).toBeLessThanOrEqual(former.timers)
    expect(left.listeners).toBeLessThanOrEqual(former.listeners)
    expect(left.heapBytes).toBeLessThan(former.heapBytes * MEMORY_TOLERANCE)
    expect(left.processBytes).toBeLessThan(former.processBytes + CHROMIUMS_GROWTH_BYTES)
  }
}

async function oneCall(caller: Person, callee: Person): Promise<void> {
  const { callerPopup, calleePopup } = await call(caller, callee)
  await waitForPicture(callerPopup.getByLabel('Remote video'), callee.devices.rgb)
  await waitForPicture(calleePopup.getByLabel('Remote video'), caller.devices.rgb)
  await callerPopup.getByRole('button', { name: 'Hang up' }).click()
  await waitForStatus(callerPopup, 'You hung up')
  await waitForStatus(calleePopup, 'hung up')
  await waitForRelease(caller, callee)
  await becomeReady(caller, callee)
  await callerPopup.close()
  await calleePopup.close()
}
