import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, pressUntil, waitForTone } from '../support/acts.ts'
import { everyTabDist } from '../support/everyTab.ts'
import { colourPage, type PageServer, servePages, tonePage } from '../support/pages.ts'
import { call, type Pair, startPair } from '../support/pair.ts'
import { countOf, waitForPicture } from '../support/picture.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { closePopups, controls, grabFrame, steadyToneLevel } from '../support/sharing.ts'
import { decibels } from '../support/sound.ts'
import { waitUntil } from '../support/wait.ts'

const PURPLE = [150, 40, 160] as const
const TEAL = [0, 128, 128] as const
/** The other’s picture in an overlay has more pixels of their colour than this. */
const A_FACE = 1_000
/** What the shared page plays, left and right. */
const LEFT = 1_000
const RIGHT = 1_500

describe('from the overlay of a tab in which Tabcall was never used', () => {
  let pages: PageServer
  let speakers: Speakers<'alice' | 'bob'>
  let pair: Pair
  let page: Page
  let own: Page
  let theirs: Page
  const seen = () => theirs.getByLabel('Shared view')

  beforeAll(async () => {
    pages = await servePages({
      song: tonePage('A song', LEFT, RIGHT, `rgb(${PURPLE.join()})`),
      teal: colourPage('Teal', `rgb(${TEAL.join()})`),
      closed: { ...colourPage('Closed', 'white'), headers: { 'permissions-policy': 'display-capture=()' } },
    })
    speakers = await startSpeakers(['alice', 'bob'])
    pair = await startPair({
      alice: {
        dist: everyTabDist(),
        env: speakers.env('alice'),
        flags: ['--auto-accept-this-tab-capture', '--auto-select-tab-capture-source-by-title=Teal'],
      },
      bob: { env: speakers.env('bob') },
    })
    const { alice, bob } = pair
    await call(alice, bob)
    for (const person of [alice, bob]) await closePopups(person)
    own = await controls(alice)
    theirs = await controls(bob)
    // No voices beside what is shared.
    for (const popup of [own, theirs]) await button(popup, 'Microphone').click()
    page = await alice.context.newPage()
  })
  afterAll(async () => {
    await pair?.close()
    await speakers?.stop()
    await pages?.close()
  })

  async function aliceOpens(name: string): Promise<void> {
    await page.goto(pages.url(name))
    await page.bringToFront()
  }
  async function press(name: 'Share this tab' | 'Share music', done: () => Promise<boolean>): Promise<void> {
    await pressUntil(await pair.alice.overlay(page), name, done)
  }
  /** As the page plays it: the first moments of a sound may be thinner, while the line is being learned. */
  const hearsApart = (person: 'alice' | 'bob') =>
    waitUntil(`${person} hears left and right apart`, async () => {
      const { left, right } = await speakers.hear(person)
      const level = steadyToneLevel
      return (
        decibels(level(left, LEFT), level(right, LEFT)) > 30 &&
        decibels(level(right, RIGHT), level(left, RIGHT)) > 30 &&
        level(left, LEFT) > 0.1
      )
    })

  it('its tab is shared, seen and heard in stereo, with no overlay in the picture but the pill', async () => {
    await aliceOpens('song')
    await press('Share this tab', () => seen().isVisible())
    await waitForPicture(seen(), PURPLE)
    await hearsApart('bob')
    await hearsApart('alice')
    await waitUntil(
      'the overlay is out of the picture',
      async () => countOf(await grabFrame(seen()), pair.bob.devices.rgb) < A_FACE / 10,
    )
    const frame = await grabFrame(seen())
    const size = await page.evaluate(() => ({ width: innerWidth * devicePixelRatio, height: innerHeight * devicePixelRatio }))
    // Pictures have even sides: at most one row or column is left out.
    expect(size.width - frame.width).toBeOneOf([0, 1])
    expect(size.height - frame.height).toBeOneOf([0, 1])
  })

  it('it is as loud to its owner as they choose', async () => {
    await own.getByRole('slider', { name: 'Volume for me' }).fill('0')
    await waitUntil(
      'Alice hears nothing of it',
      async () => steadyToneLevel((await speakers.hear('alice', 400)).left, LEFT) < 0.001,
    )
    await own.getByRole('slider', { name: 'Volume for me' }).fill('100')
    await waitForTone(speakers, 'alice', LEFT)
  })

  it('it goes on while its owner works in another tab, where the overlay goes too, and is stopped in the pill', async () => {
    const { alice } = pair
    const other = await alice.context.newPage()
    await other.goto(pages.url('teal'))
    await other.bringToFront()
    await button(await alice.overlay(other), 'Share this tab').waitFor()
    await waitForPicture(seen(), PURPLE)
    await hearsApart('bob')
    await other.close()
    await page.bringToFront()
    await button(await alice.overlay(page), 'Stop sharing').click()
    await seen().waitFor({ state: 'detached' })
    await button(await alice.overlay(page), 'Share this tab').waitFor()
  })

  it('its music is shared without the picture, and its picture when that is wanted', async () => {
    const card = theirs.getByRole('region', { name: 'Music', exact: true })
    await press('Share music', () => card.isVisible())
    await hearsApart('bob')
    expect(await seen().isVisible()).toBe(false)
    await own.getByRole('switch', { name: 'With picture' }).click()
    await page.bringToFront()
    await waitForPicture(seen(), PURPLE)
    await own.getByRole('switch', { name: 'With picture' }).click()
    await seen().waitFor({ state: 'detached' })
    await page.bringToFront()
    await press('Share this tab', () => seen().isVisible())
    await waitForPicture(seen(), PURPLE)
  })

  it('leaving the page ends the share with a sentence, and one press shares the next', async () => {
    await aliceOpens('teal')
    await own.getByText('The shared tab went to another page, where the browser ended sharing.').waitFor()
    await seen().waitFor({ state: 'detached' })
    await press('Share this tab', () => seen().isVisible())
    await waitForPicture(seen(), TEAL)
    await button(await pair.alice.overlay(page), 'Stop sharing').click()
    await seen().waitFor({ state: 'detached' })
  })

  it('the browser’s own picker is asked where the page forbids it', async () => {
    const other = await pair.alice.context.newPage()
    await other.goto(pages.url('teal'))
    await aliceOpens('closed')
    await press('Share this tab', () => seen().isVisible())
    await waitForPicture(seen(), TEAL)
    await button(await pair.alice.overlay(page), 'Stop sharing').click()
  })
})
