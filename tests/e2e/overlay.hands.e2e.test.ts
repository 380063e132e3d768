import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { ALICE, BOB } from '../support/chromium.ts'
import { everyTabDist } from '../support/everyTab.ts'
import { rectOf, waitForRect } from '../support/overlayRect.ts'
import { type PageServer, servePages, textPage } from '../support/pages.ts'
import { call, type Person, startPerson } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { type SignalingServer, startTabcallServer } from '../support/servers.ts'
import { waitUntil } from '../support/wait.ts'
import { type Point, type Screen, startScreen } from '../support/xvfb.ts'

const SIZE = { width: 320, height: 240 }

describe('the overlay under a real hand', () => {
  let screen: Screen
  let pages: PageServer
  let server: SignalingServer
  let alice: Person
  let bob: Person
  let page: Page
  beforeAll(async () => {
    screen = await startScreen()
    pages = await servePages({ page: textPage('A page') })
    server = await startTabcallServer()
    const devices = { ...ALICE, ...SIZE }
    alice = await startPerson({ headless: false, env: screen.env, devices, server: server.url, dist: everyTabDist() })
    bob = await startPerson({ devices: { ...BOB, ...SIZE }, server: server.url })
    page = alice.context.pages()[0] ?? (await alice.context.newPage())
    await page.goto(pages.url('page'))
    const { callerPopup } = await call(alice, bob)
    await callerPopup.close()
    await page.bringToFront()
    await waitForPicture((await alice.overlay(page)).getByLabel('Remote video'), bob.devices.rgb)
  })
  afterAll(async () => {
    await bob?.close()
    await alice?.close()
    await server?.stop()
    await pages?.close()
    await screen?.stop()
  })

  /** Drags from a point of the page by so many of its pixels. */
  async function drag(from: Point, x: number, y: number): Promise<void> {
    const { left, top, zoom } = await page.evaluate(() => ({
      left: screenX,
      top: screenY + outerHeight - innerHeight * devicePixelRatio,
      zoom: devicePixelRatio,
    }))
    const place = (at: Point): Point => ({ x: Math.round(left + at.x * zoom), y: Math.round(top + at.y * zoom) })
    await screen.drag(place(from), place({ x: from.x + x, y: from.y + y }))
  }

  async function zoom(factor: number): Promise<void> {
    const worker = await alice.serviceWorker()
    await worker.evaluate(async (now) => {
      const [tab] = await chrome.tabs.query({ active: true, windowType: 'normal' })
      await chrome.tabs.setZoom(tab?.id ?? -1, now)
    }, factor)
    await waitUntil('it is zoomed', () => page.evaluate((now) => devicePixelRatio === now, factor))
    const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
    await waitForRect(page, { x: width - 336, y: height - 216 })
  }

  it.each([1, 2])('is dragged and stays under it, at a zoom of %d', async (factor) => {
    await zoom(factor)
    const from = await rectOf(page)
    await drag({ x: from.x + 60, y: from.y + 60 }, -60, -50)
    await waitForRect(page, { x: from.x - 60, y: from.y - 50 })
    await drag({ x: from.x, y: from.y + 10 }, 55, 45)
    await waitForRect(page, from)
  })

  it('snaps to a corner, and is resized by another', async () => {
    await zoom(1)
    const from = await rectOf(page)
    await drag({ x: from.x + 60, y: from.y + 60 }, 30 - from.x, 5 - from.y)
    await waitForRect(page, { x: 16, y: 16, width: 320, height: 200 })
    await drag({ x: 16 + 312, y: 16 + 192 }, 80, 40)
    await waitForRect(page, { x: 16, y: 16, width: 400, height: 240 })
    await page.reload()
    await waitForRect(page, { x: 16, y: 16, width: 400, height: 240 })
  })
})
