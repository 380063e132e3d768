import axe, { type AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STATES } from '../ui/support/gallery/states'
import { type Gallery, openGallery } from '../ui/support/openGallery'

/** What `look.md` asks of whatever can be pressed, in CSS pixels. */
const MIN_HIT_TARGET = 32
/** The tallest popup that a browser shows. */
const POPUP_HEIGHT = 600
const PAGES = ['onboarding', 'options']

const SMALL_TARGETS = `[...document.querySelectorAll('button, select, input:not([type=range], [hidden]), textarea')]
  .map((element) => {
    const box = element.getBoundingClientRect()
    // The switch is drawn smaller than what takes the press: its ::after reaches further.
    const reach = element.matches('[role=switch]') ? 12 : 0
    return { name: element.ariaLabel ?? element.textContent, width: box.width + reach, height: box.height + reach }
  })
  .filter(({ width, height }) => Math.min(width, height) < ${MIN_HIT_TARGET})`

let gallery: Gallery

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery.close())

describe('every state of popup, onboarding and options', () => {
  it.each(Object.keys(STATES))('%s: nothing serious for axe in light and dark, fits, and can be pressed', async (state) => {
    const isPage = PAGES.includes(state)
    const page = await gallery.open(state, { width: isPage ? 720 : 360, height: POPUP_HEIGHT })
    await page.evaluate(axe.source)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations, passes } = await page.evaluate<AxeResults>('axe.run(document)')
      expect(passes.length).toBeGreaterThan(10)
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
    }
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
    expect(await page.evaluate(SMALL_TARGETS)).toEqual([])
    const inCall = await page.locator('.talk, .ringing, .incoming').count()
    if (inCall > 0) expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(POPUP_HEIGHT)
    expect(await page.getByRole('status').count()).toBe(1)
    await page.close()
  })
})
