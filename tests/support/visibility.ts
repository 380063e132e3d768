import type { Frame } from 'playwright-core'

/**
 * Tells a view that its tab is hidden, or shown, as the browser would; resolves with when (`Date.now()`). Playwright keeps every
 * tab visible (by focus emulation, for which the browser counts it as being looked at), so that another tab in front hides none.
 */
export function tellVisibility(view: Frame, state: DocumentVisibilityState): Promise<number> {
  return view.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
    const at = Date.now()
    document.dispatchEvent(new Event('visibilitychange'))
    return at
  }, state)
}
