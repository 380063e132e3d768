import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { waitUntil } from './wait.ts'
import type { Screen } from './xvfb.ts'

/** Through the prompt's buttons, left of their words; Chromium's own colour of them. */
const PROMPT_COLUMN_PX = 178
const BUTTON_RGB = [211, 227, 253] as const
/** Above it the browser's tabs have the same colour. */
const TOOLBAR_PX = 100
/** From the middle of the first button to the words above it. */
const WORDS_ABOVE_PX = 45
const BUTTON_HEIGHT_PX = { least: 24, most: 44 } as const

/** Presses a button of the browser's own prompt: always, this time, never, one below the other. `left`: of the window on the screen. */
export async function answerPrompt(screen: Screen, page: Page, answer: 'allowed' | 'refused', left = 0): Promise<void> {
  const column = left + PROMPT_COLUMN_PX
  await waitUntil(
    'the prompt is answered',
    async () => {
      // A button under the pointer has another colour.
      await screen.move(column, 1)
      const [always, , never] = promptButtons(screen, column)
      const y = answer === 'allowed' ? always : never
      // For half a second the browser takes no click, so that nobody answers by accident.
      if (y !== undefined) await screen.click(column, y)
      return !(await devicePermissions(page)).includes('prompt')
    },
    { timeoutMs: 30_000, intervalMs: 500 },
  )
}

/** Closes the browser's own prompt without an answer. */
export async function closePrompt(screen: Screen): Promise<void> {
  await waitUntil('the prompt is there', () => promptButtons(screen, PROMPT_COLUMN_PX).length > 0)
  await waitUntil(
    'the prompt is closed',
    async () => {
      const [always] = promptButtons(screen, PROMPT_COLUMN_PX)
      if (always === undefined) return true
      // Its words take the keyboard's focus into it, and do nothing else.
      await screen.click(PROMPT_COLUMN_PX, always - WORDS_ABOVE_PX)
      await screen.key('Escape')
      return false
    },
    { timeoutMs: 15_000, intervalMs: 500 },
  )
}

/** Whether the browser asks something at this moment. */
export function isPromptShown(screen: Screen): boolean {
  return promptButtons(screen, PROMPT_COLUMN_PX).length > 0
}

/** Where on the screen the prompt's buttons are, from above: runs of their colour, as high as a button. */
function promptButtons(screen: Screen, column: number): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-prompt-'))
  try {
    screen.screenshot(join(folder, 'screen.png'))
    const { data, width, height } = PNG.sync.read(readFileSync(join(folder, 'screen.png')))
    const isButton = (y: number) => BUTTON_RGB.every((value, channel) => data[(y * width + column) * 4 + channel] === value)
    const middles: number[] = []
    for (let y = TOOLBAR_PX, run = 0; y < height; y++) {
      if (isButton(y)) run++
      else {
        if (run >= BUTTON_HEIGHT_PX.least && run <= BUTTON_HEIGHT_PX.most) middles.push(y - run / 2)
        run = 0
      }
    }
    return middles.length === 3 ? middles : []
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What the browser may give this page: microphone, camera. */
export function devicePermissions(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = ['microphone', 'camera'] as const
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
  })
}
