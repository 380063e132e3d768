import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomeReady, popupOf, waitForRelease } from '../support/acts.ts'
import { countTimers, type Leftovers, leftoversOf } from '../support/leftovers.ts'
import { call, type Pair, startPair, waitForStatus } from '../support/pair.ts'
import { waitForPicture, watchPicture } from '../support/picture.ts'
import { DEVICES } from '../support/talk.ts'
import { sleep } from '../support/wait.ts'

/** `npm run soak` makes it 200 calls and one of 20 minutes. */
const CALLS = Number(process.env.TABCALL_SOAK_CALLS ?? 20)
const LONG_MINUTES = Number(process.env.TABCALL_SOAK_MINUTES ?? 0)
const MINUTE_MS = 60_000
/** One call takes some seconds; a loaded machine takes thrice that. */
const CALL_LIMIT_MS = 20_000
/** By the tenth call everything that is made once has been made. */
const WARM_CALLS = 10
/** A last word is kept for 30 s, see `link/lastWords.ts`. */
const LAST_WORD_MS = 31_000
const MEMORY_TOLERANCE = 1.1

describe('many calls in a row', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair({ alice: { devices: DEVICES.alice }, bob: { devices: DEVICES.bob } })
  })
  afterAll(() => pair?.close())

  it(
    `${CALLS} of them leave nothing over`,
    async () => {
      const { alice, bob } = pair
      const measured = await Promise.all(
        [alice, bob].map(async (person) => {
          const page = await person.offscreen()
          return { page, timers: await countTimers(page) }
        }),
      )
      const measure = async (): Promise<Leftovers[]> => {
        for (const person of [alice, bob]) await (await popupOf(person)).close()
        await sleep(LAST_WORD_MS)
        return Promise.all(measured.map(({ page, timers }) => leftoversOf(page, timers)))
      }
      let before: Leftovers[] = []
      for (let count = 1; count <= CALLS; count++) {
        await oneCall(count % 2 === 0 ? alice : bob, count % 2 === 0 ? bob : alice)
        if (count === WARM_CALLS) before = await measure()
      }
      const after = await measure()
      for (const [index, left] of after.entries()) {
        const former = before[index]
        if (!former) throw new Error('Nothing was measured before.')
        console.info('after the tenth call:', former, 'at the end:', left)
        expect(left.objects).toEqual(former.objects)
        expect(left.objects.RTCPeerConnection).toBe(0)
        expect(left.timers).toBeLessThanOrEqual(former.timers)
        expect(left.listeners).toBeLessThanOrEqual(former.listeners)
        expect(left.heapBytes).toBeLessThan(former.heapBytes * MEMORY_TOLERANCE)
      }
    },
    CALLS * CALL_LIMIT_MS + 3 * LAST_WORD_MS,
  )

  if (LONG_MINUTES > 0) {
    it(
      `one of ${LONG_MINUTES} minutes carries pictures to its end`,
      async () => {
        const { alice, bob } = pair
        const { callerPopup, calleePopup } = await call(alice, bob)
        for (let minute = 0; minute < LONG_MINUTES; minute++) {
          await sleep(MINUTE_MS)
          expect((await watchPicture(callerPopup.getByLabel('Remote video'))).changes).toBeGreaterThan(3)
          expect((await watchPicture(calleePopup.getByLabel('Remote video'))).changes).toBeGreaterThan(3)
        }
        await callerPopup.getByRole('button', { name: 'Hang up' }).click()
        await waitForRelease(alice, bob)
      },
      (LONG_MINUTES + 2) * MINUTE_MS,
    )
  }
})

async function oneCall(caller: Pair['alice'], callee: Pair['alice']): Promise<void> {
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
