import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createServer } from 'vite'

/** A real Chromium with fake devices on a page that has the media rooms and nothing of the extension. */
export interface MediaPage {
  readonly page: Page
  close(): Promise<void>
}

export async function openMediaPage(): Promise<MediaPage> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    logLevel: 'error',
    cacheDir: '.cache/vite-media-page',
    server: { port: 0, host: '127.0.0.1', watch: null },
    optimizeDeps: { noDiscovery: true, include: ['valibot'] },
  })
  await server.listen()
  const origin = server.resolvedUrls?.local[0]
  if (!origin) throw new Error('vite gave no address')
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    ignoreDefaultArgs: ['--mute-audio'],
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  const page = await browser.newPage()
  page.on('pageerror', (error) => console.error('page error', error))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') console.error('page:', message.text())
  })
  await page.goto(`${origin}tests/offscreen/page/index.html`)
  await page.waitForFunction(() => 'scenarios' in window)
  return {
    page,
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
