import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { waitUntil } from '../../tests/support/wait.ts'

export const SCHEMES = ['light', 'dark'] as const

/** Takes a picture of a page, light and dark: `<name>-light.png`. */
export type Shoot = (page: Page, name: string, options?: ShotOptions) => Promise<void>

interface ShotOptions {
  /** CSS pixels; without it, as large as it is. */
  readonly size?: { readonly width: number; readonly height: number }
  readonly fullPage?: boolean
  /** The label of a video that must show something first. */
  readonly settle?: string
}

export function shootInto(folder: string): Shoot {
  return async (page, name, { size, fullPage = false, settle } = {}) => {
    if (size !== undefined) await page.setViewportSize(size)
    if (settle !== undefined) await showsFrames(page, settle)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const path = join(folder, `${name}-${colorScheme}.png`)
      mkdirSync(dirname(path), { recursive: true })
      await page.screenshot({ path, fullPage })
    }
  }
}

async function showsFrames(page: Page, label: string): Promise<void> {
  const video = page.getByLabel(label)
  await waitUntil(`${label} shows a picture`, () =>
    video.evaluate((element) => element instanceof HTMLVideoElement && element.videoWidth > 0),
  )
}
