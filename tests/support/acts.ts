import type { Frame, Page } from 'playwright-core'
import type { Tabcall } from './browser.ts'
import type { Speakers } from './pulse.ts'
import { resourcesOf } from './resources.ts'
import { strongestTone } from './sound.ts'
import { waitUntil } from './wait.ts'

/** A popup, an overlay or a call window: the same controls by the same names. */
export type View = Page | Frame

export function button(view: View, name: string) {
  return view.getByRole('button', { name, exact: true })
}

/** The overlay does not take a press that comes too soon after it moved; whoever means it presses again after this long. */
const PRESS_AGAIN_MS = 3_000

/** Presses a button of an overlay, again where nothing came of it, until `done`. */
export async function pressUntil(view: View, name: string, done: () => Promise<boolean>): Promise<void> {
  await waitUntil(`a press of ${name} did something`, async () => {
    await button(view, name).click()
    await waitUntil(`${name} did something`, done, { timeoutMs: PRESS_AGAIN_MS })
    return true
  })
}

/** The popup as it stands open, or opened by the toolbar button on `tab`. */
export async function popupOf(person: Tabcall, tab?: Page): Promise<Page> {
  const open = person.context.pages().find((page) => page.url().startsWith(person.url('src/popup/')))
  return open ?? (await person.popup(tab))
}

const SET_UP = 'src/onboarding/'

/** Closes the set-up tab of the first start: it shows one's own picture and microphone for as long as it is open. */
export async function closeSetUp({ context, url }: Tabcall): Promise<void> {
  for (const open of context.pages()) if (open.url().startsWith(url(SET_UP))) await open.close()
}

/** Waits until a view's `status` is exactly this sentence. */
export async function waitForSentence(view: View, sentence: string, timeoutMs = 15_000): Promise<void> {
  let last = ''
  await waitUntil(
    `status “${sentence}”`,
    async () => {
      last = (await view.getByRole('status').allTextContents()).join(' | ')
      return last === sentence
    },
    { timeoutMs },
  ).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : error}; it said: ${last}`)
  })
}

/** Ends whatever call there is and leaves it by `Done`, until whom to call can be typed again. */
export async function becomeReady(...people: readonly Tabcall[]): Promise<void> {
  for (const person of people) {
    await waitUntil('whom to call can be typed', async () => {
      const popup = await popupOf(person)
      if (await popup.getByRole('textbox', { name: 'Peer ID' }).isVisible()) return true
      for (const name of ['Done', 'Cancel', 'Decline', 'Hang up']) {
        const way = button(popup, name)
        if (await way.isVisible()) await way.click({ timeout: 2_000 })
      }
      return false
    })
  }
}

/** Whether the extension holds camera or microphone (or a capture) now. */
export async function capturing(person: Tabcall): Promise<boolean> {
  return (await resourcesOf(await person.offscreen())).captures.length > 0
}

/** "At once", to a person who looks for the light of their camera; to look here takes up to half a second by itself. */
const AT_ONCE_MS = 2_000

/** Waits until nothing is captured and no connection is open. */
export function waitForRelease(...people: readonly Tabcall[]): Promise<void> {
  return waitForReleaseWithin(15_000, people)
}

/** The same, where the call has just been seen to end. */
export function expectReleaseAtOnce(...people: readonly Tabcall[]): Promise<void> {
  return waitForReleaseWithin(AT_ONCE_MS, people)
}

async function waitForReleaseWithin(timeoutMs: number, people: readonly Tabcall[]): Promise<void> {
  const release = async (person: Tabcall): Promise<void> => {
    const offscreen = await person.offscreen()
    await waitUntil(
      'devices and connections are released',
      async () => {
        const { captures, connections } = await resourcesOf(offscreen)
        return captures.length === 0 && connections === 0
      },
      { timeoutMs },
    )
  }
  await Promise.all(people.map(release))
}

/** Waits until a person hears a tone above all others. */
export async function waitForTone<Name extends string>(speakers: Speakers<Name>, person: Name, hertz: number): Promise<void> {
  let heard: number | null = null
  await waitUntil(`${person} hears ${hertz} Hz`, async () => {
    heard = strongestTone((await speakers.hear(person, 500)).left)
    return heard === hertz
  }).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : error}; heard: ${heard}`)
  })
}

/** What the toolbar button shows without being opened. */
export async function badge(person: Tabcall): Promise<{ text: string; title: string }> {
  const worker = await person.serviceWorker()
  return worker.evaluate(async () => ({ text: await chrome.action.getBadgeText({}), title: await chrome.action.getTitle({}) }))
}
