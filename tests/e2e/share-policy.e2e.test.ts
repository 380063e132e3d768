import { afterAll, beforeAll, describe, it } from 'vitest'
import { button } from '../support/acts.ts'
import { everyTabDist } from '../support/everyTab.ts'
import { servePages, textPage } from '../support/pages.ts'
import { call, type Pair, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { closePopups, controls } from '../support/sharing.ts'

const FORBIDDEN = 'This browser may not share the screen: its settings, or whoever manages it, forbid it.'

/** Only root can give a browser policies of its own; CI always can. */
describe.skipIf(process.getuid?.() !== 0 && !process.env.CI)('where the administrator forbids sharing', () => {
  let pages: Awaited<ReturnType<typeof servePages>>
  let pair: Pair
  beforeAll(async () => {
    pages = await servePages({ page: textPage('A page') })
    pair = await startPair({ alice: { dist: everyTabDist(), policies: { ScreenCaptureAllowed: false } } })
    await call(pair.alice, pair.bob)
    for (const person of [pair.alice, pair.bob]) await closePopups(person)
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  it('a screen or window is refused with that sentence, and the call goes on', async () => {
    const { alice, bob } = pair
    const own = await controls(alice)
    await button(own, 'Share screen or window').click()
    await own.getByText(FORBIDDEN).waitFor()
    const notices = button(own, 'Dismiss')
    while ((await notices.count()) > 0) await notices.first().click()
    await waitForPicture((await controls(bob)).getByLabel('Remote video'), alice.devices.rgb)
  })

  it('the tab around the overlay is too', async () => {
    const { alice } = pair
    const page = await alice.context.newPage()
    await page.goto(pages.url('page'))
    const overlay = await alice.overlay(page)
    await button(overlay, 'Share this tab').waitFor()
    await page.waitForTimeout(SETTLED_MS)
    await button(overlay, 'Share this tab').click()
    await overlay.getByText(FORBIDDEN).waitFor()
  })
})

/** Longer than the overlay waits before it takes a press that matters. */
const SETTLED_MS = 900
