import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
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
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

export interface Gallery {
  /** One view in one state, under the extension's own content security policy. */
  open(view: ViewName, state: StateName, scheme?: 'light' | 'dark'): Promise<Page>
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
  return {
    async open(view, state, scheme = 'light') {
      const page = await browser.newPage({ colorScheme: scheme, viewport: VIEWS[view], reducedMotion: 'reduce' })
      await page.route(`${ORIGIN}/**`, async (route) => {
        const { pathname } = new URL(route.request().url())
        const file = pathname === '/' ? '/index.html' : pathname
        await route.fulfill({
          body: await readFile(join(outDir, file)),
          contentType: TYPES[extname(file)] ?? 'application/octet-stream',
          headers: { 'content-security-policy': POLICY },
        })
      })
      const troubles: string[] = []
      page.on('pageerror', (error) => troubles.push(String(error)))
      page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
      await page.goto(`${ORIGIN}/?view=${view}&state=${state}`)
      if (troubles.length > 0) throw new Error(`${view} ${state}: ${troubles.join('\n')}`)
      return page
    },
    async close() {
      await browser.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
