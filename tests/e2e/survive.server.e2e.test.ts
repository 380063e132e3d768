import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { longestSilence } from '../support/flow.ts'
import { call, type Pair, startPair, waitForStatus } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { type SignalingServer, startStockServer, startTabcallServer } from '../support/servers.ts'
import { SILENCE } from '../support/sound.ts'
import { HEADPHONES, NAMES, type Name, part, type Talk, talk, VOICES } from '../support/talk.ts'
import { waitUntil } from '../support/wait.ts'

/** Nobody notices a shorter gap in a picture, or between two words. */
const NO_GAP_MS = 500
/** On a machine that makes gaps by itself: by so much one of them may be longer than the longest before. */
const CHANCE_MS = 150
const AWAY_MS = 6_000
/** For its first seconds a browser takes the voice of who speaks while spoken to for an echo, and cuts pieces out of it. */
const SETTLED_WITHIN_MS = 40_000
/** Of the server's return. */
const REGISTERED_WITHIN_MS = 5_000
type Gaps = Readonly<Record<'picture' | 'sound', number>>

describe.each([
  { kind: 'tabcall', start: startTabcallServer },
  { kind: 'stock', start: startStockServer },
] as const)('a call whose $kind signaling server goes', ({ kind, start }) => {
  let speakers: Speakers<Name>
  let pair: Pair
  let again: SignalingServer | undefined
  beforeEach(async () => {
    speakers = await startSpeakers(NAMES)
    const person = (name: Name) => ({
      devices: VOICES[name],
      settings: HEADPHONES,
      env: speakers.env(name),
    })
    pair = await startPair({ kind, alice: person('alice'), bob: person('bob') })
  })
  afterEach(async () => {
    await pair?.close()
    await again?.stop()
    again = undefined
    await speakers?.stop()
  })

  /** The longest gaps of what each sees and hears from now on, in ms, while `act` is done. */
  async function watch(talkers: Talk, act: () => Promise<void> = async () => undefined): Promise<Readonly<Record<Name, Gaps>>> {
    const from = Date.now()
    const heard = Promise.all(NAMES.map((name) => speakers.hear(name, AWAY_MS)))
    await act()
    const sounds = await heard
    const gaps = async (name: Name): Promise<Gaps> => ({
      picture: await talkers[name].picture.longestGap(from),
      sound: longestSilence(sounds[NAMES.indexOf(name)] ?? SILENCE),
    })
    return { alice: await gaps('alice'), bob: await gaps('bob') }
  }

  it('does not notice, and both can be called under the same IDs after its return', async () => {
    const { alice, bob } = pair
    const talkers = await talk(pair)
    const before = await waitUntil(
      'the call has settled',
      async () => {
        const gaps = await watch(talkers)
        return NAMES.every((name) => Math.max(gaps[name].picture, gaps[name].sound) < NO_GAP_MS) ? gaps : null
      },
      { timeoutMs: SETTLED_WITHIN_MS },
    )
    const away = await watch(talkers, () => pair.server.stop())
    console.info('longest gaps in ms with the server:', before, 'while it was away:', away)
    for (const name of NAMES) {
      for (const what of ['picture', 'sound'] as const) {
        const limit = Math.max(NO_GAP_MS, before[name][what] + CHANCE_MS)
        expect(away[name][what], `${name}'s ${what} has no gap`).toBeLessThan(limit)
      }
      await waitForStatus(talkers[name].popup, 'Offline')
    }
    again = await start({ port: pair.server.port })
    await Promise.all(NAMES.map((name) => waitForStatus(talkers[name].popup, 'Ready', REGISTERED_WITHIN_MS)))
    await part(pair)
    for (const person of [alice, bob]) {
      const popup = await person.popup()
      expect((await popup.getByLabel('Your ID').textContent())?.trim()).toBe(person.peerId)
      await popup.close()
    }
    const { callerPopup, calleePopup } = await call(bob, alice)
    await waitForPicture(callerPopup.getByLabel('Remote video'), alice.devices.rgb)
    await waitForPicture(calleePopup.getByLabel('Remote video'), bob.devices.rgb)
  })
})
