import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RING_MELODIES } from '../../src/offscreen/sound/melodies.ts'
import type { RingTone, Settings } from '../../src/settings/settings.ts'
import { becomeReady, popupOf } from '../support/acts.ts'
import { dial, type Pair, seeRing, startPair } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { rms, SAMPLE_RATE, type Sound, toneLevel } from '../support/sound.ts'
import { sleep, waitUntil } from '../support/wait.ts'

type Melodic = Exclude<RingTone, 'off'>
const MELODIC: readonly Melodic[] = ['bells', 'marimba', 'pulse']
const CHOICES: Readonly<Record<Melodic, string>> = { bells: 'Bells', marimba: 'Marimba', pulse: 'Pulse' }
/** A whole round of every melody, and the note it begins with again. */
const ROUND_MS = 3_600
/** As long as a note of which little is left; the next begins half of it later. */
const LISTEN_MS = 250
/** What is in a recording of nothing at all. */
const SILENCE = 1e-4
/** A note of the melody is at least so loud beside the loudest; what rings along with a bell is softer. */
const HEARD = 0.1
/** A ring rises for its first ten seconds: until it is to be heard, and until it is as loud as it gets. */
const AUDIBLE_MS = 1_000
const RISEN_MS = 10_500

/** What `Pulse` is mostly made of. */
const A4_HERTZ = 440

const notesOf = (tone: Melodic): ReadonlySet<number> => new Set(RING_MELODIES[tone].notes.map(({ frequency }) => frequency))
const ALL_NOTES: ReadonlySet<number> = new Set(MELODIC.flatMap((tone) => [...notesOf(tone)]))

/** How loud a note ever is in a recording: the shortest are struck once a round. */
function loudestOf({ left }: Sound, frequency: number): number {
  const size = (SAMPLE_RATE * LISTEN_MS) / 1_000
  let loudest = 0
  for (let at = 0; at + size <= left.length; at += size / 2)
    loudest = Math.max(loudest, toneLevel(left.subarray(at, at + size), frequency))
  return loudest
}

describe('the ring as it is heard', () => {
  let speakers: Speakers<'bob'>
  let pair: Pair
  beforeAll(async () => {
    speakers = await startSpeakers(['bob'])
    pair = await startPair({ bob: { env: speakers.env('bob') } })
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
  })
  afterEach(async () => {
    await becomeReady(pair.alice, pair.bob)
    await (await popupOf(pair.bob)).close()
  })

  async function choose(label: string): Promise<void> {
    const options = await pair.bob.page('src/options/index.html')
    await options.getByLabel('Ring tone').selectOption(label)
    await options.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
    await options.close()
  }

  /** Alice calls Bob, and he sees that she does. */
  async function ring(settings: Partial<Settings> = {}): Promise<void> {
    await pair.bob.configure(settings)
    await dial(pair.alice, pair.bob.peerId)
    await seeRing(pair.bob)
    await sleep(AUDIBLE_MS)
  }

  /** What Bob hears of a ring that sounds. */
  async function hearRing(settings: Partial<Settings> = {}): Promise<Sound> {
    await ring(settings)
    await waitUntil('it sounds', async () => rms((await speakers.hear('bob', 300)).left) > 10 * SILENCE)
    return speakers.hear('bob', ROUND_MS)
  }

  /** How loud a ring is that is to make no sound. */
  async function hearSilence(settings: Partial<Settings>): Promise<number> {
    await ring(settings)
    return rms((await speakers.hear('bob', ROUND_MS)).left)
  }

  it.each(MELODIC)('is %s, as chosen in the options, and no other', async (tone) => {
    await choose(CHOICES[tone])
    const heardRing = await hearRing()
    const levels = new Map([...ALL_NOTES].map((frequency) => [frequency, loudestOf(heardRing, frequency)]))
    const loudest = Math.max(...levels.values())
    expect(loudest).toBeGreaterThan(SILENCE)
    const heard = [...ALL_NOTES].filter((frequency) => (levels.get(frequency) ?? 0) > HEARD * loudest)
    expect(heard, JSON.stringify([...levels])).toEqual([...ALL_NOTES].filter((frequency) => notesOf(tone).has(frequency)))
  })

  it('is louder with more volume, by as much', async () => {
    const loudestNote = async (ringVolume: number): Promise<number> => {
      await ring({ ringTone: 'pulse', ringVolume })
      await sleep(RISEN_MS)
      return loudestOf(await speakers.hear('bob', ROUND_MS), A4_HERTZ)
    }
    const loud = await loudestNote(1)
    await becomeReady(pair.alice, pair.bob)
    const soft = await loudestNote(0.25)
    expect(loud / soft).toBeGreaterThan(3.5)
    expect(loud / soft).toBeLessThan(4.5)
  })

  it('is silent when it is off, and at no volume', async () => {
    await choose('Off')
    expect(await hearSilence({ ringVolume: 1 })).toBeLessThan(SILENCE)
    await becomeReady(pair.alice, pair.bob)
    expect(await hearSilence({ ringTone: 'bells', ringVolume: 0 })).toBeLessThan(SILENCE)
  })

  it('is silent under do not disturb', async () => {
    await pair.bob.configure({ ringTone: 'bells', ringVolume: 1, doNotDisturbUntil: Date.now() + 3_600_000 })
    await dial(pair.alice, pair.bob.peerId)
    await sleep(AUDIBLE_MS)
    expect(rms((await speakers.hear('bob', ROUND_MS)).left)).toBeLessThan(SILENCE)
    await becomeReady(pair.alice)
    expect(rms((await hearRing({ doNotDisturbUntil: 0 })).left)).toBeGreaterThan(SILENCE)
  })
})
