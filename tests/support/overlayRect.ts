import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { waitUntil } from './wait.ts'

/** CSS pixels of the page, from the top left of its viewport. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const SIDES = ['x', 'y', 'width', 'height'] as const

/** Where the overlay stands in its page. */
export function rectOf(page: Page): Promise<Rect> {
  return page.locator('[popover="manual"]').evaluate((host) => {
    const { x, y, width, height } = host.getBoundingClientRect()
    return { x, y, width, height }
  })
}

/** Waits until it stands there, to a pixel or two (a hand moves in pixels of the screen). */
export async function waitForRect(page: Page, expected: Partial<Rect>): Promise<void> {
  let last: Rect | undefined
  const stands = waitUntil(
    'the overlay stands there',
    async () => {
      const now = await rectOf(page)
      last = now
      return SIDES.every((side) => Math.abs(now[side] - (expected[side] ?? now[side])) <= 2)
    },
    { timeoutMs: 5_000 },
  )
  await stands.catch(() => expect(last).toMatchObject(expected))
}
