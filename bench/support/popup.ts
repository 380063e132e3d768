import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import * as v from 'valibot'
import { extensionId } from '../../scripts/setup/extensionId.mjs'
import { launchChromium } from '../../tests/support/chromium.ts'
import { makeOtherExtension } from '../../tests/support/otherExtension.ts'
import { startTabcallServer } from '../../tests/support/servers.ts'
import { waitUntil } from '../../tests/support/wait.ts'
import { makeRow, type Row } from './row.ts'

const FACTOR = 1.5
const ManifestSchema = v.object({ key: v.string() })
/** From the click on the toolbar button to the popup drawn with a `Call` button that works, beside an empty extension. */
export async function measurePopup(runs: number): Promise<Row[]> {
  const dist = resolve('dist')
  const empty = makeOtherExtension()
  const ids = {
    ours: extensionId(v.parse(ManifestSchema, JSON.parse(readFileSync(`${dist}/manifest.json`, 'utf8'))).key),
    bare: empty.id,
  }
  const server = await startTabcallServer()
  const { context, close } = await launchChromium({ extension: `${dist},${empty.path}` })
  const times: Record<keyof typeof ids, number[]> = { ours: [], bare: [] }
  try {
    const browser = await context.browser()?.newBrowserCDPSession()
    if (browser === undefined) throw new Error('The browser has no connection to itself.')
    const tab = context.pages()[0] ?? (await context.newPage())
    await tab.goto('data:text/html,<title>A page</title>')
    await context.addInitScript(noteFirstUse)
    await useServer(context, ids.ours, server.url)
    await tab.bringToFront()
    for (let index = 0; index <= runs; index++) {
      for (const name of ['bare', 'ours'] as const) {
        const time = await openPopup(context, browser, tab, ids[name])
        // The first opening fills the browser's caches, for both.
        if (index > 0) times[name].push(time)
      }
    }
  } finally {
    await close()
    await server.stop()
  }
  const target = { kind: 'timesBare', factor: FACTOR } as const
  return [makeRow({ what: 'Click to popup usable', ours: times.ours, bare: times.bare, unit: 'ms', target })]
}

declare global {
  interface Window {
    usableAt?: number
  }
}

/** In every page: when a `Call` button has been drawn. */
function noteFirstUse(): void {
  const observer = new MutationObserver(look)
  function look(): void {
    const button = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === 'Call')
    if (!button) return
    observer.disconnect()
    // The frame after the next callback has been handed over to be drawn.
    requestAnimationFrame(() => {
      window.usableAt = Date.now()
    })
  }
  observer.observe(document, { subtree: true, childList: true })
}

async function useServer(context: BrowserContext, id: string, server: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(`chrome-extension://${id}/manifest.json`)
  await page.evaluate(async (signalingServer) => {
    const body = { type: 'updateSettings', changes: { signalingServer } }
    await chrome.runtime.sendMessage({ to: 'background', kind: 'browser', body })
  }, server)
  await page.close()
}

async function openPopup(context: BrowserContext, browser: CDPSession, tab: Page, id: string): Promise<number> {
  const { targetInfos } = await browser.send('Target.getTargets', { filter: [{}] })
  const target = targetInfos.find((each) => each.type === 'tab' && each.url === tab.url())
  if (target === undefined) throw new Error('The page has no tab.')
  const before = new Set(context.pages())
  const clicked = Date.now()
  await browser.send('Extensions.triggerAction', { id, targetId: target.targetId })
  const popup = await waitUntil('the popup opens', () =>
    context.pages().find((page) => !before.has(page) && page.url().startsWith(`chrome-extension://${id}/`)),
  )
  const usable = await waitUntil('the popup can be used', () => popup.evaluate(() => window.usableAt))
  await popup.close()
  return usable - clicked
}
