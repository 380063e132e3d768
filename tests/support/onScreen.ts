import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import type { Rgb } from '../../scripts/setup/fakeMedia.mjs'
import { looksLike } from './picture.ts'
import type { Screen } from './xvfb.ts'

/** Where pixels of a colour are in a page as the browser draws it, whatever its code says. In pixels of the screen. */
export interface Seen {
  readonly pixels: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Of a picture; what is not given is its edge. */
export interface Part {
  readonly left?: number
  readonly top?: number
  readonly right?: number
  readonly bottom?: number
}

/** Takes a picture of `page` (and saves it under `path`, where given) and looks for a colour in it. */
export async function seenOnScreen(page: Page, rgb: Rgb, path?: string): Promise<Seen> {
  const picture = await page.screenshot({ animations: 'allow', caret: 'initial', ...(path ? { path } : {}) })
  return colourIn(PNG.sync.read(picture), rgb)
}

/** The green of Tabcall's icon, of how much of it there is one, and where a window's toolbar is: under its tabs. */
export const ICON_RGB = [27, 133, 82] as const
export const ICON_PIXELS = 20
export const TOOLBAR = { top: 56, bottom: 96 } as const

/** Looks for a colour in a part of a whole screen, the browser's own buttons included. */
export function colourOnScreen(screen: Pick<Screen, 'screenshot'>, rgb: Rgb, part: Part): Seen {
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-screen-'))
  try {
    const path = join(folder, 'screen.png')
    screen.screenshot(path)
    return colourIn(PNG.sync.read(readFileSync(path)), rgb, part)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function colourIn(
  { width, height, data }: PNG,
  rgb: Rgb,
  { left = 0, top = 0, right = width, bottom = height }: Part = {},
): Seen {
  const seen = { pixels: 0, left: width, top: height, right: 0, bottom: 0 }
  for (let index = top * width; index < bottom * width; index++) {
    const x = index % width
    if (x < left || x >= right) continue
    const at = index * 4
    if (!looksLike([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0], rgb)) continue
    const y = Math.floor(index / width)
    seen.pixels++
    seen.left = Math.min(seen.left, x)
    seen.right = Math.max(seen.right, x)
    seen.top = Math.min(seen.top, y)
    seen.bottom = Math.max(seen.bottom, y)
  }
  return seen
}
