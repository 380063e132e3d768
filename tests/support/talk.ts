import type { Page } from 'playwright-core'
import type { Settings } from '../../src/settings/settings.ts'
import { becomeReady, popupOf } from './acts.ts'
import { ALICE, BOB, type FakeDevices } from './chromium.ts'
import { longestSound, type PictureWatch, soundFlowsFrom, watchChanges } from './flow.ts'
import { call, type Pair, type Person, waitForStatus } from './pair.ts'
import { waitForPicture } from './picture.ts'
import type { Speakers } from './pulse.ts'
import { waitUntil } from './wait.ts'

/** Small pictures: two browsers that encode and decode leave time for what is measured. */
const SIZE = { width: 320, height: 240 }
export const DEVICES: Readonly<Record<Name, FakeDevices>> = { alice: { ...ALICE, ...SIZE }, bob: { ...BOB, ...SIZE } }

/** Both are heard whole when they speak at once: a fake microphone hears no loudspeaker. */
export const HEADPHONES: Partial<Settings> = { echoCancellation: false }

/** The same devices, with voices that are never still. */
export const VOICES: Readonly<Record<Name, FakeDevices>> = {
  alice: { ...DEVICES.alice, hertz: 120, speaks: true },
  bob: { ...DEVICES.bob, hertz: 190, speaks: true },
}

/** The same voices in a conversation: each is still for longer than it speaks, and now and then both speak at once. */
export const CONVERSATION: Readonly<Record<Name, FakeDevices>> = {
  alice: { ...VOICES.alice, pauseSeconds: 5 },
  bob: { ...VOICES.bob, pauseSeconds: 7 },
}
/** However it begins, a recording as long as this holds one whole turn of each of them. */
const TURN_WITHIN_MS = 16_000
/** Of the 4 s; echo cancellation may swallow a syllable of who begins while the other speaks. */
export const TURN_HEARD_MS = 3_000

export type Name = 'alice' | 'bob'
export const NAMES: readonly Name[] = ['alice', 'bob']

/** One of two who talk: their popup, and what they see of the other in it. */
export interface Talker {
  readonly person: Person
  readonly other: Person
  readonly popup: Page
  readonly picture: PictureWatch
}

export type Talk = Readonly<Record<Name, Talker>>

/** Alice calls Bob; resolves when both see each other. */
export async function talk({ alice, bob }: Pick<Pair, Name>): Promise<Talk> {
  const { callerPopup, calleePopup } = await call(alice, bob)
  return { alice: await lookAt(alice, bob, callerPopup), bob: await lookAt(bob, alice, calleePopup) }
}

/** Waits until the person sees the other, and watches on from there. */
export async function lookAt(person: Person, other: Person, popup: Page): Promise<Talker> {
  const video = popup.getByLabel('Remote video')
  await waitForPicture(video, other.devices.rgb, 20_000)
  return { person, other, popup, picture: await watchChanges(video) }
}

/** How long after `from` (`Date.now()`) picture and sound flow again for each, in ms; looks and listens for `ms`. Both have a voice, and headphones. */
export async function flowsAgain(
  talkers: Talk,
  speakers: Speakers<Name>,
  from: number,
  ms: number,
): Promise<Readonly<Record<string, number>>> {
  const result: Record<string, number> = {}
  await Promise.all(
    NAMES.flatMap((name) => {
      const { picture } = talkers[name]
      return [
        picture.flowsSince(from, ms).then((since) => {
          result[`${name} sees`] = since - from
        }),
        speakers.hearTimed(name, ms).then(({ sound, startedAt }) => {
          const heardFrom = soundFlowsFrom(sound)
          result[`${name} hears`] = heardFrom === null ? Number.POSITIVE_INFINITY : startedAt + heardFrom - from
        }),
      ]
    }),
  )
  return result
}

/** Ends the call, if it goes on still, leaves what is shown of it, and closes the popups. */
export async function part({ alice, bob }: Pick<Pair, Name>): Promise<void> {
  const hangUp = (await popupOf(alice)).getByRole('button', { name: 'Hang up' })
  if (await hangUp.isVisible()) await hangUp.click()
  await becomeReady(alice, bob)
  for (const person of [alice, bob]) {
    const popup = await popupOf(person)
    // After an outage it takes some seconds until one can be called again.
    await waitForStatus(popup, 'Ready', 10_000)
    await popup.close()
  }
}

/** Waits until a person hears the other's voice without a gap. */
export async function waitForVoice(speakers: Speakers<Name>, person: Name): Promise<void> {
  await waitUntil(`${person} hears the other`, async () => soundFlowsFrom(await speakers.hear(person, 1_000)) === 0)
}

/** How much of the other's turn in a conversation a person hears without a gap, listening for as long as one may take to come, in ms. */
export async function longestTurn(speakers: Speakers<Name>, person: Name): Promise<number> {
  return longestSound(await speakers.hear(person, TURN_WITHIN_MS))
}
