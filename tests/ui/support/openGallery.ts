import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import solid from 'vite-plugin-solid'
import { findChromium } from '../../../scripts/setup/chromium.mjs'
import type { StateName } from './gallery/states'
import { VIEWS, type ViewName } from './gallery/views'

const ORIGIN = 'http://localhost'
/** As strict as the manifest's. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self'"
/** Where the page finds axe: as a file of its own it is compiled once, not for each view. */
export const AXE = '/axe.js'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

export interface Gallery {
  /** The same for all: a new one for each would take four times as long. */
  readonly page: Page
  /** Shows one view in one state, under the extension's own content security policy. */
  show(view: ViewName, state: StateName): Promise<void>
  close(): Promise<void>
}

/** The views of the extension in a plain page, for looking at and for axe. */
export async function openGallery(): Promise<Gallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'tabcall-gallery-'))
  const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
  await build({
    root: path('./gallery'),
    configFile: false,
    logLevel: 'error',
    publicDir: path('../../../public'),
    plugins: [solid()],
    build: { outDir, emptyOutDir: true, target: 'esnext', modulePreload: false, assetsInlineLimit: 0 },
  })
  const installed = findChromium()
  if (!installed) throw new Error('No Chromium was found; set CHROMIUM to its path.')
  const browser: Browser = await chromium.launch({
    executablePath: installed,
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  const page = await browser.newPage({ reducedMotion: 'reduce' })
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    const file = pathname === '/' ? '/index.html' : pathname
    await route.fulfill({
      body: file === AXE ? axe.source : await readFile(join(outDir, file)),
      contentType: TYPES[extname(file)] ?? 'application/octet-stream',
      headers: { 'content-security-policy': POLICY },
    })
  })
  let troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  return {
    page,
    async show(view, state) {
      troubles = []
      await page.setViewportSize(VIEWS[view])
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(`${ORIGIN}/?view=${view}&state=${state}`)
      if (troubles.length > 0) throw new Error(`${view} ${state}: ${troubles.join('\n')}`)
    },
    async close() {
      await browser.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
