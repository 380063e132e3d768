import type { Page } from 'playwright-core'
import * as v from 'valibot'
import type { Tabcall } from '../browser.ts'

declare global {
  var uncaughtByTabcall: string[] | undefined
}

/** Collects what nobody caught in the offscreen document, the service worker and any view from now on. */
export async function watchUncaught(tabcall: Tabcall): Promise<() => Promise<readonly string[]>> {
  const [offscreen, worker] = [await tabcall.offscreen(), await tabcall.serviceWorker()]
  const inViews: string[] = []
  tabcall.context.on('weberror', (webError) => {
    const error = webError.error()
    if (`${error.stack} ${webError.page()?.url()}`.includes(tabcall.url(''))) inViews.push(`in a view: ${error.message}`)
  })
  await Promise.all([offscreen.evaluate(collect), worker.evaluate(collect)])
  return async () => [...(await Promise.all([offscreen.evaluate(collected), worker.evaluate(collected)])).flat(), ...inViews]
}

function collected(): readonly string[] {
  return globalThis.uncaughtByTabcall ?? ['It was closed meanwhile.']
}

function collect(): void {
  const uncaught: string[] = []
  globalThis.uncaughtByTabcall = uncaught
  globalThis.addEventListener('error', (event) => {
    uncaught.push('message' in event ? String(event.message) : 'error')
  })
  globalThis.addEventListener('unhandledrejection', (event) => {
    uncaught.push(`rejected: ${'reason' in event ? String(event.reason) : ''}`)
  })
}

const UsageSchema = v.object({ usedSize: v.number() })

/** Bytes that the objects of a page take after a garbage collection. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  try {
    await session.send('HeapProfiler.collectGarbage')
    return v.parse(UsageSchema, await session.send('Runtime.getHeapUsage')).usedSize
  } finally {
    await session.detach()
  }
}

/** Has the background do something, the way a view of Tabcall's asks it to. */
export async function tellBackground(tabcall: Tabcall, body: Readonly<Record<string, unknown>>): Promise<void> {
  const page = await tabcall.page('manifest.json')
  try {
    await page.evaluate(async (command) => {
      await chrome.runtime.sendMessage({ to: 'background', kind: 'browser', body: command })
    }, body)
  } finally {
    await page.close()
  }
}
