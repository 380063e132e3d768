import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOOKS, VIEWS } from '../ui/support/gallery/views'
import { AXE, type Gallery, openGallery } from '../ui/support/openGallery'

/** What `look.md` asks of whatever can be pressed, in CSS pixels. */
const MIN_HIT_TARGET = 32
const SMALL_TARGETS = `[...document.querySelectorAll('button, select, input:not([type=range], [hidden]), textarea')]
  .map((element) => {
    const box = element.getBoundingClientRect()
    // The switch is drawn smaller than what takes the press: its ::after reaches further.
    const reach = element.matches('[role=switch]') ? 12 : 0
    return { name: element.ariaLabel ?? element.textContent, width: box.width + reach, height: box.height + reach }
  })
  .filter(({ width, height }) => Math.min(width, height) < ${MIN_HIT_TARGET})`

/** What of overlay and call window is not seen whole without scrolling: no answer to a ring may be out of sight. */
const CUT_OFF = `[...document.querySelectorAll('.overlay button, .overlay .stranger')]
  .filter((element) => !element.closest('.panel') && element.checkVisibility())
  .filter((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    const seen = (x, y) => element.contains(document.elementFromPoint(x, y))
    return !seen((left + right) / 2, top + 2) || !seen((left + right) / 2, bottom - 2) || left < 0 || right > innerWidth
  })
  .map((element) => element.textContent || element.ariaLabel)`

interface Findings {
  /** How many of its rules found something to hold to. */
  readonly passes: number
  readonly serious: readonly string[]
}
/** In the page, as all that axe finds is large. */
const AXE_RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations, passes }) => ({
  passes: passes.length,
  serious: violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')),
}))`

let gallery: Gallery

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

describe('every view in every state', () => {
  it.each(LOOKS)(
    '$view, $state: nothing serious for axe in light and dark, fits, and can be pressed',
    async ({ view, state }) => {
      const { page } = gallery
      await gallery.show(view, state)
      await page.addScriptTag({ url: AXE })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const { passes, serious } = await page.evaluate<Findings>(AXE_RUN)
        expect(passes).toBeGreaterThan(10)
        expect(serious, colorScheme).toEqual([])
      }
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
      expect(await page.evaluate(SMALL_TARGETS)).toEqual([])
      expect(await page.evaluate(CUT_OFF)).toEqual([])
      const inCall = await page.locator('.popup :is(.talk, .ringing, .incoming)').count()
      if (inCall > 0) expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(VIEWS.popup.height)
      if (view === 'popup') expect(await page.getByRole('status').count()).toBe(1)
    },
  )
})
