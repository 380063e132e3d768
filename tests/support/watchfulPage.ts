import type { Page } from 'playwright-core'
import type { TestPage } from './pages.ts'

/** A long page with a field, which notes whatever happens to it. */
export const WATCHFUL: TestPage = {
  body: `<!doctype html><html lang="en"><title>Watchful</title><h1>Watchful</h1><input><main>${'<p>text</p>'.repeat(200)}</main><script>
const noted = []
for (const type of ['focus', 'blur', 'scroll', 'message', 'error', 'resize'])
  addEventListener(type, (event) => noted.push(type), true)
new PerformanceObserver((list) => noted.push(...list.getEntries().map(() => 'shift'))).observe({ type: 'layout-shift' })
</script></html>`,
}

/** What the page itself can see of itself. */
export function looks(page: Page) {
  return page.evaluate(() => ({
    elements: document.querySelectorAll('*').length,
    frames: window.length,
    root: document.documentElement.getAttributeNames().join(),
    body: document.body.getAttributeNames().join(),
    height: document.documentElement.scrollHeight,
    width: document.documentElement.scrollWidth,
    globals: Object.keys(window).length,
    resources: performance.getEntriesByType('resource').map(({ name }) => name),
  }))
}

/** Listeners on the page's document and window, whoever added them. */
export async function listeners(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  try {
    let count = 0
    for (const expression of ['window', 'document', 'document.documentElement', 'document.body']) {
      const { result } = await session.send('Runtime.evaluate', { expression })
      count += (await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' })).listeners.length
    }
    return count
  } finally {
    await session.detach()
  }
}
