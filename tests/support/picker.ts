import { sleep, waitUntil } from './wait.ts'
import type { Bounds, Screen } from './xvfb.ts'

/** The browser's own dialog, by its title. */
const PICKER = 'Choose what to share'
/** The bar that the browser puts on the screen while a screen is shared. */
const STOP_BAR = 'is sharing your screen'

/** The three pages of the picker, tab, window and screen, stand beside each other: the middle of each, as a part of the width. */
const WINDOWS = 3 / 6
const SCREENS = 5 / 6

/** In pixels from the dialog's corner. */
const STRIP_Y = 50
const FIRST_THUMBNAIL_Y = 160
const SOURCE_X = 120
const SHARE = { x: 510, y: 530 } as const
/** A press that follows another at once is ignored, lest somebody shares by a double click. */
const PRESS_AGAIN_MS = 700
/** A picker from which something was chosen is gone after this long. */
const CLOSES_MS = 1_000

export function waitForPicker(screen: Screen): Promise<Bounds> {
  // Of a window with a frame around it, only the bubble's place is right.
  return waitUntil('the picker is there', () => screen.place(PICKER) && screen.bubble())
}

export function pickerIsOpen(screen: Screen): boolean {
  return screen.place(PICKER) !== null
}

/** Chooses the first screen with the mouse, as a person does. */
export function chooseScreen(screen: Screen): Promise<void> {
  return chooseFirst(screen, SCREENS)
}

/** Chooses the first window likewise. */
export function chooseWindow(screen: Screen): Promise<void> {
  return chooseFirst(screen, WINDOWS)
}

async function chooseFirst(screen: Screen, page: number): Promise<void> {
  const { x, y, width } = await waitForPicker(screen)
  await screen.click(x + width * page, y + STRIP_Y)
  // What there is takes a moment to appear; until then there is nothing to press.
  await waitUntil('something was chosen', async () => {
    await screen.click(x + SOURCE_X, y + FIRST_THUMBNAIL_Y)
    await sleep(PRESS_AGAIN_MS)
    await screen.click(x + SHARE.x, y + SHARE.y)
    await waitUntil('the picker is gone', () => !pickerIsOpen(screen), { timeoutMs: CLOSES_MS })
    return true
  })
}

/** Presses `Stop sharing` in the browser's own bar. */
export async function pressStopBar(screen: Screen): Promise<void> {
  const { x, y, width, height } = await waitUntil('the browser says what is shared', () => screen.place(STOP_BAR))
  await screen.click(Math.round(x + width * 0.7), Math.round(y + height / 2))
}
