import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import type { Rgb } from '../../scripts/setup/fakeMedia.mjs'
import { looksLike } from './picture.ts'

/** Where pixels of a colour are in a page as the browser draws it, whatever its code says. In pixels of the screen. */
export interface Seen {
  readonly pixels: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Takes a picture of `page` (and saves it under `path`, where given) and looks for a colour in it. */
export async function seenOnScreen(page: Page, rgb: Rgb, path?: string): Promise<Seen> {
  const picture = await page.screenshot({ animations: 'allow', caret: 'initial', ...(path ? { path } : {}) })
  const { width, height, data } = PNG.sync.read(picture)
  const seen = { pixels: 0, left: width, top: height, right: 0, bottom: 0 }
  for (let index = 0; index < width * height; index++) {
    const at = index * 4
    if (!looksLike([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0], rgb)) continue
    const x = index % width
    const y = Math.floor(index / width)
    seen.pixels++
    seen.left = Math.min(seen.left, x)
    seen.right = Math.max(seen.right, x)
    seen.top = Math.min(seen.top, y)
    seen.bottom = Math.max(seen.bottom, y)
  }
  return seen
}
