import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, popupOf, type View, waitForSentence } from '../support/acts.ts'
import { type PageServer, servePages, textPage } from '../support/pages.ts'
import { type Pair, startPair } from '../support/pair.ts'
import { waitUntil } from '../support/wait.ts'

declare global {
  interface Window {
    axe: typeof axe
  }
}
const AXE = readFileSync(resolve('node_modules/axe-core/axe.min.js'), 'utf8')

describe('with the keyboard alone, and for a screen reader,', () => {
  let pair: Pair
  let pages: PageServer
  let popup: Page
  let bobPopup: Page
  beforeAll(async () => {
    pages = await servePages({ page: textPage('A page') })
    pair = await startPair()
    for (const { context } of [pair.alice, pair.bob]) await context.pages()[0]?.goto(pages.url('page'))
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  it.each(['light', 'dark'] as const)('set-up and options have nothing serious (%s)', async (colorScheme) => {
    for (const path of ['src/onboarding/index.html', 'src/options/index.html']) {
      const page = await pair.alice.page(path)
      await page.emulateMedia({ colorScheme })
      await page.getByRole('textbox', { name: 'Signaling server' }).waitFor()
      expect(await seriousTrouble(page), path).toEqual([])
      expect(await unreachable(page), path).toEqual([])
      await page.close()
    }
  })

  it('one dials: the keyboard is in the field for the ID, and Enter calls', async () => {
    popup = await popupOf(pair.alice)
    bobPopup = await popupOf(pair.bob)
    const field = popup.getByRole('textbox', { name: 'Peer ID' })
    await waitUntil('the keyboard is in it', () => field.evaluate((one) => one === document.activeElement))
    expect(await seriousTrouble(popup)).toEqual([])
    expect(await unreachable(popup)).toEqual([])
    await field.focus()
    await popup.keyboard.type(pair.bob.peerId)
    await popup.keyboard.press('Enter')
    await button(popup, 'Cancel').waitFor()
    expect(await seriousTrouble(popup)).toEqual([])
    expect(await unreachable(popup)).toEqual([])
  })

  it('one accepts', async () => {
    await button(bobPopup, 'Accept').waitFor()
    expect(await seriousTrouble(bobPopup)).toEqual([])
    expect(await unreachable(bobPopup)).toEqual([])
    await tabTo(bobPopup, 'Accept')
    await bobPopup.keyboard.press('Enter')
    await button(bobPopup, 'Hang up').waitFor()
  })

  it('one mutes, and Escape in the overlay makes it smaller and never hangs up', async () => {
    await button(popup, 'Hang up').waitFor()
    await popup.getByLabel('Remote video').waitFor()
    for (const view of [popup, bobPopup]) {
      expect(await seriousTrouble(view)).toEqual([])
      expect(await unreachable(view)).toEqual([])
    }
    await tabTo(popup, 'Microphone')
    await popup.keyboard.press('Space')
    await bobPopup.getByText('Muted').waitFor()
    const page = pair.alice.context.pages().find((candidate) => candidate.url() === pages.url('page'))
    if (!page) throw new Error('The page is gone.')
    const overlay = await pair.alice.overlay(page)
    await button(overlay, 'Minimise').waitFor({ state: 'attached' })
    expect(await seriousTrouble(overlay)).toEqual([])
    await button(overlay, 'Microphone').focus()
    for (let time = 0; time < 4; time++) await page.keyboard.press('Escape')
    await overlay.locator('[data-form="pill"]').waitFor()
    expect(await seriousTrouble(overlay)).toEqual([])
    await button(overlay, 'Expand').focus()
    await page.keyboard.press('Enter')
    await button(overlay, 'Minimise').waitFor({ state: 'attached' })
    await button(bobPopup, 'Hang up').waitFor()
  })

  it('one hangs up', async () => {
    await tabTo(popup, 'Hang up')
    await popup.keyboard.press('Enter')
    await waitForSentence(bobPopup, `${pair.alice.peerId} hung up`)
    for (const view of [popup, bobPopup]) {
      await button(view, 'Done').waitFor()
      expect(await seriousTrouble(view)).toEqual([])
      expect(await unreachable(view)).toEqual([])
    }
    await tabTo(popup, 'Done')
    await popup.keyboard.press('Enter')
    await popup.getByRole('textbox', { name: 'Peer ID' }).waitFor()
  })
})

/** What axe calls serious or critical, with where it is. */
async function seriousTrouble(view: View): Promise<readonly string[]> {
  // By the debugger: the pages' own CSP lets no other script in.
  await view.evaluate(`${AXE};void 0`)
  return view.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ; ')}`)
  })
}

/** The controls that pressing Tab from the start of the page never comes to, or that show nothing when it does. */
async function unreachable(page: Page): Promise<readonly string[]> {
  const controls = await page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href], [tabindex="0"]')]
    const usable = all.filter((one) => !one.matches(':disabled') && one.checkVisibility({ visibilityProperty: true }))
    for (const [index, one] of usable.entries()) one.dataset.stop = String(index)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    return usable.map((one) => one.outerHTML.slice(0, 200))
  })
  const missing = new Set(controls.keys())
  for (let press = 0; press < controls.length * 2 + 3 && missing.size > 0; press++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const focused = document.activeElement
      if (!(focused instanceof HTMLElement) || focused.dataset.stop === undefined) return null
      const { outlineStyle, boxShadow } = getComputedStyle(focused)
      return { stop: Number(focused.dataset.stop), seen: outlineStyle !== 'none' || boxShadow !== 'none' }
    })
    if (at?.seen) missing.delete(at.stop)
  }
  return [...missing].map((index) => controls[index] ?? '')
}

async function tabTo(page: Page, name: string): Promise<void> {
  await waitUntil(`Tab comes to “${name}”`, async () => {
    const focused = await button(page, name).evaluate((one) => one === document.activeElement)
    if (!focused) await page.keyboard.press('Tab')
    return focused
  })
}
