import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, popupOf, pressUntil, type View } from '../support/acts.ts'
import { type PageServer, servePages, textPage } from '../support/pages.ts'
import { call, type Pair, type Person, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { waitUntil } from '../support/wait.ts'

/** Of both protocols, and the names that browsers give instead. */
const ADDRESSES = [/\b\d{1,3}(\.\d{1,3}){3}\b/, /[\da-f]{0,4}(:[\da-f]{0,4}){2,}/i, /\.local\b/i]
/** A key, a fingerprint, a token: nothing in there is a word this long. */
const SECRET = /[\w+/=-]{20,}/

describe('what `Copy diagnostics` copies', () => {
  let pair: Pair
  let pages: PageServer
  let page: Page
  beforeAll(async () => {
    pages = await servePages({ page: textPage('A page') })
    pair = await startPair({ alice: { settings: { displayName: 'Alice Example' } } })
    page = await webPage(pair.alice)
    await page.goto(pages.url('page'))
    await pair.alice.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: new URL(pages.url('page')).origin,
    })
    const { callerPopup, calleePopup } = await call(pair.alice, pair.bob)
    await waitForPicture(callerPopup.getByLabel('Remote video'), pair.bob.devices.rgb)
    await waitForPicture(calleePopup.getByLabel('Remote video'), pair.alice.devices.rgb)
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  it('from the popup is how the line is, with nothing that tells who or where anybody is', async () => {
    const popup = await popupOf(pair.alice)
    await button(popup, 'Details').click()
    await copies(popup)
  })

  it('from the overlay in a page is the same', async () => {
    await page.bringToFront()
    const overlay = await pair.alice.overlay(page)
    await pressUntil(overlay, 'More', () => button(overlay, 'Copy diagnostics').isVisible())
    await copies(overlay)
  })

  async function copies(view: View): Promise<void> {
    await waitUntil('the picture is measured', async () => /\d+\s*×\s*\d+/.test((await view.locator('dl').textContent()) ?? ''))
    await pressUntil(view, 'Copy diagnostics', async () => (await view.getByText('Copied', { exact: true }).count()) > 0)
    await page.bringToFront()
    const text = await page.evaluate(async () => {
      const read = await navigator.clipboard.readText()
      await navigator.clipboard.writeText('')
      return read
    })
    const { quality, ...call } = JSON.parse(text)
    expect(call).toEqual({ tabcall: 1, phase: 'connected', seconds: expect.any(Number), kind: 'tabcall' })
    expect(quality).toEqual({
      level: expect.stringMatching(/^(good|fair|poor)$/),
      roundTripMs: expect.any(Number),
      loss: expect.any(Number),
      resolution: { width: expect.any(Number), height: expect.any(Number), framesPerSecond: expect.any(Number) },
      codec: expect.stringMatching(/^(VP8|VP9|AV1|H264)$/),
      path: 'direct',
    })
    // A machine with much to do sends its camera smaller; the shape is the camera's.
    expect(quality.resolution.width / quality.resolution.height).toBeCloseTo(4 / 3, 1)
    for (const address of ADDRESSES) expect(text).not.toMatch(address)
    expect(text).not.toMatch(SECRET)
    for (const secret of [pair.alice.peerId, pair.bob.peerId, 'Alice', pair.server.host]) expect(text).not.toContain(secret)
  }
})

async function webPage({ context }: Person): Promise<Page> {
  return context.pages().find((each) => each.url().startsWith('about:')) ?? (await context.newPage())
}
