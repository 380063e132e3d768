import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type Peer from 'peerjs'
import type { Page } from 'playwright-core'
import { type ChromiumOptions, type Launched, launchChromium } from '../../tests/support/chromium.ts'

declare global {
  interface Window {
    Peer: typeof Peer
  }
}

/** Fulfilled by Playwright and never asked of a network; localhost, so that camera and capture may be used. */
const ADDRESS = 'http://localhost/bare'

export interface BarePage extends Launched {
  readonly page: Page
}

/** A page with nothing but this HTML and PeerJS (`window.Peer`), in a browser of its own that may use camera and microphone. */
export async function openBarePage(html: string, options: ChromiumOptions): Promise<BarePage> {
  const launched = await launchChromium(options)
  const { context } = launched
  try {
    await context.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: html }))
    await context.grantPermissions(['camera', 'microphone', 'local-network-access'], { origin: new URL(ADDRESS).origin })
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(ADDRESS)
    await page.addScriptTag({ content: readFileSync(resolve('node_modules/peerjs/dist/peerjs.min.js'), 'utf8') })
    return { ...launched, page }
  } catch (error) {
    await launched.close()
    throw error
  }
}
