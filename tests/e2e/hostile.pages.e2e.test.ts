import type { Frame, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SETTLE_MS } from '../../src/overlay/pressGuard.ts'
import { becomeReady, button, popupOf } from '../support/acts.ts'
import { browserCommands, CALL_COMMANDS, HOST_COMMANDS, REPORTS } from '../support/hostile/commands.ts'
import { openContentWorld } from '../support/hostile/contentWorld.ts'
import { coverPage } from '../support/hostile/cover.ts'
import { probePage } from '../support/hostile/probePage.ts'
import { type PageServer, servePages, textPage } from '../support/pages.ts'
import { dial, type Pair, startPair, waitForStatus } from '../support/pair.ts'
import { sleep, waitUntil } from '../support/wait.ts'

/** Longer than any answer of another context of the same browser takes. */
const ANSWER_MS = 700
/** Longer than the overlay waits before it takes a press that matters. */
const SETTLED_MS = 900

const BETWEEN_CLICKS_MS = 30

declare global {
  interface Window {
    /** In the overlay. */
    appearance: { there: number; gone: number; presses: number[] }
  }
}

describe('a page that knows Tabcall well', () => {
  let pages: PageServer
  let pair: Pair
  let page: Page
  beforeAll(async () => {
    pages = await servePages({ page: textPage('A page') })
    pair = await startPair()
    page = pair.alice.context.pages()[0] ?? (await pair.alice.context.newPage())
    await page.goto(pages.url('page'))
  })
  afterAll(async () => {
    await pair?.close()
    await pages?.close()
  })

  /** Bob rings, and the overlay in the page says so. */
  async function ringInPage(): Promise<Frame> {
    // A press on the toolbar button is what lets Tabcall into the page.
    await (await pair.alice.popup(page)).close()
    await dial(pair.bob, pair.alice.peerId)
    const overlay = await pair.alice.overlay(page)
    await button(overlay, 'Accept').waitFor()
    return overlay
  }

  it('finds nothing of it, and it neither hears nor answers', async () => {
    const { alice } = pair
    const probe = () => page.evaluate(probePage, alice.id)
    const without = await probe()
    expect(without).toEqual({ messaging: false, loaded: [], frames: 0, elements: without.elements, resources: 0 })
    const overlay = await ringInPage()
    const during = await probe()
    // The one element that holds the overlay; its inside and its address are not to be seen.
    expect(during).toEqual({ ...without, elements: without.elements + 1 })
    expect(await page.evaluate(() => [...document.querySelectorAll('*')].some((element) => element.shadowRoot !== null))).toBe(
      false,
    )
    await button(overlay, 'Decline').click()
    await becomeReady(pair.alice, pair.bob)
    await waitUntil('the element is gone', async () => (await probe()).elements === without.elements)
  })

  it('frames the overlay itself, having learned its address: it stays empty, and takes no line from the page', async () => {
    const overlay = await ringInPage()
    const answered = await page.evaluate(
      async ([address, ms]) => {
        const frame = document.createElement('iframe')
        frame.id = 'fake'
        frame.style.cssText = 'position: fixed; inset: 0; width: 800px; height: 600px'
        frame.src = address
        const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
        document.body.append(frame)
        await loaded
        const { port1, port2 } = new MessageChannel()
        const heard = new Promise<boolean>((resolve) => {
          port1.onmessage = () => resolve(true)
          setTimeout(() => resolve(false), ms)
        })
        frame.contentWindow?.postMessage({ type: 'tabcall:host', nonce: 'a'.repeat(32) }, '*', [port2])
        frame.contentWindow?.postMessage({ to: 'offscreen', kind: 'call', body: { type: 'hangUp' } }, '*')
        port1.postMessage({ type: 'mode', mode: 'normal' })
        return heard
      },
      [overlay.url(), ANSWER_MS] as const,
    )
    expect(answered).toBe(false)
    const fake = await (await page.$('#fake'))?.contentFrame()
    expect(await fake?.locator('button:visible').count()).toBe(0)
    await page.evaluate(() => document.querySelector('#fake')?.remove())
    await button(overlay, 'Decline').click()
    await becomeReady(pair.alice, pair.bob)
  })

  it('has the overlay appear under a hand that clicks: no press of its first half second accepts', async () => {
    await page.addInitScript(noteAppearance)
    const before = await ringInPage()
    // It grows to what it shows, and has its place then.
    await sleep(SETTLED_MS)
    const place = await button(before, 'Accept').boundingBox()
    if (!place) throw new Error('Accept is nowhere.')
    await button(before, 'Decline').click()
    await becomeReady(pair.alice, pair.bob)
    await (await pair.alice.popup(page)).close()
    await page.bringToFront()
    let clicking = true
    const hand = (async () => {
      while (clicking) {
        await page.mouse.click(place.x + place.width / 2, place.y + place.height / 2)
        await sleep(BETWEEN_CLICKS_MS)
      }
    })()
    try {
      await dial(pair.bob, pair.alice.peerId)
      await button(await popupOf(pair.bob), 'Hang up').waitFor({ timeout: 20_000 })
    } finally {
      clicking = false
      await hand
    }
    const { there, gone, presses } = await (await pair.alice.overlay(page)).evaluate(() => window.appearance)
    // What is in the document is not yet seen: the half second begins later still.
    expect(presses.filter((at) => at >= there && at < there + SETTLE_MS).length).toBeGreaterThan(0)
    expect(gone - there).toBeGreaterThanOrEqual(SETTLE_MS)
    await becomeReady(pair.alice, pair.bob)
    await (await popupOf(pair.alice)).close()
    await page.bringToFront()
  })

  it('covers the overlay, or clicks in it by script: nothing is accepted; uncovered, the same press is', async () => {
    const overlay = await ringInPage()
    const accept = button(overlay, 'Accept')
    const bobPopup = await popupOf(pair.bob)
    await sleep(SETTLED_MS)
    await page.evaluate(coverPage)
    for (const name of ['Accept', 'Accept', 'Accept', 'Add contact', 'Block']) {
      await pressWhereItIs(page, button(overlay, name))
      await sleep(ANSWER_MS)
      expect(await button(bobPopup, 'Hang up').count(), name).toBe(0)
      expect((await pair.alice.storage()).people ?? [], name).toEqual([])
      await accept.waitFor()
    }
    await uncoverPage(page)
    await overlay
      .evaluate(() => {
        for (const one of document.querySelectorAll('button')) one.click()
      })
      .catch(() => undefined)
    await sleep(ANSWER_MS)
    expect(await button(bobPopup, 'Hang up').count()).toBe(0)
    await waitUntil(
      'a press that is meant accepts',
      async () => {
        const again = await pair.alice.overlay(page)
        await pressWhereItIs(page, button(again, 'Accept'))
        await sleep(ANSWER_MS)
        return (await button(bobPopup, 'Hang up').count()) > 0
      },
      { intervalMs: SETTLED_MS },
    )
    const inCall = await pair.alice.overlay(page)
    for (const name of ['Microphone', 'Camera']) {
      await waitUntil(`${name} has opened`, async () => (await button(inCall, name).getAttribute('aria-pressed')) === 'true')
    }
  })

  it('covers the overlay in a call: nothing is opened, shared or written down; closing still works', async () => {
    const { alice } = pair
    const overlay = await alice.overlay(page)
    const pressed = (name: string) => button(overlay, name).getAttribute('aria-pressed')
    await button(overlay, 'Hang up').waitFor({ state: 'attached' })
    // What a try before this one has left.
    await uncoverPage(page)
    for (const [name, open] of [
      ['Microphone', 'true'],
      ['Camera', 'false'],
    ] as const) {
      if ((await pressed(name)) !== open) await button(overlay, name).click()
      await waitUntil(`${name} is ${open}`, async () => (await pressed(name)) === open)
    }
    await sleep(SETTLED_MS)
    await page.evaluate(coverPage)
    await pressWhereItIs(page, button(overlay, 'Microphone'))
    await waitUntil('one is muted', async () => (await pressed('Microphone')) === 'false')
    for (const name of ['Microphone', 'Camera', 'Share this tab', 'Share music', 'More', 'Add contact']) {
      await pressWhereItIs(page, button(overlay, name))
      await sleep(ANSWER_MS)
      expect([await pressed('Microphone'), await pressed('Camera')], name).toEqual(['false', 'false'])
      expect(await button(overlay, 'Stop sharing').count(), name).toBe(0)
      expect((await alice.storage()).people ?? [], name).toEqual([])
    }
    await uncoverPage(page)
    await waitUntil(
      'a press that is meant opens the microphone',
      async () => {
        await pressWhereItIs(page, button(overlay, 'Microphone'))
        await sleep(ANSWER_MS)
        return (await pressed('Microphone')) === 'true'
      },
      { intervalMs: SETTLED_MS },
    )
    await pressWhereItIs(page, button(overlay, 'Add contact'))
    await waitUntil('a press that is meant adds the contact', async () => {
      const { people } = await alice.storage()
      return Array.isArray(people) && people.length === 1
    })
    await pressWhereItIs(page, button(overlay, 'More'))
  })

  it('has taken over the content script: that has no storage, no state of the call, and no command of a view', async () => {
    const { alice } = pair
    const world = await openContentWorld(page, alice.url('').slice(0, -1))
    for (const area of ['local', 'session', 'sync', 'managed']) {
      expect(JSON.stringify(await world.run(`chrome.storage?.${area}?.get(null) ?? 'none'`)), area).toMatch(/threw|"none"|^\{\}$/)
    }
    expect(await world.run('chrome.storage.local.get(null)')).toMatchObject({ threw: expect.stringContaining('not allowed') })
    expect(await world.run('chrome.storage.local.set({ people: [] })')).toMatchObject({
      threw: expect.stringContaining('not allowed'),
    })
    const powers = ['tabs', 'offscreen', 'tabCapture', 'windows', 'action', 'notifications', 'alarms', 'permissions']
    expect(await world.run(`${JSON.stringify(powers)}.filter((name) => chrome[name] !== undefined)`)).toEqual([])
    // The browser gives content scripts a `scripting` that can do nothing of the sort.
    expect(await world.run('typeof chrome.scripting?.executeScript')).toBe('undefined')

    const microphone = async () => await button(await alice.overlay(page), 'Microphone').getAttribute('aria-pressed')
    const before = { storage: await alice.storage(), microphone: await microphone() }
    const open = alice.context.pages().length
    const snapshot = { revision: 1e9, call: { phase: 'idle', rejoin: null } }
    const messages = [
      ...Object.entries(await browserCommands()).map(([type, body]) => ({
        to: 'background',
        kind: 'browser',
        body: { type, ...body },
      })),
      ...Object.entries(CALL_COMMANDS).map(([type, body]) => ({ to: 'offscreen', kind: 'call', body: { type, ...body } })),
      ...Object.entries(HOST_COMMANDS).map(([type, body]) => ({ to: 'offscreen', kind: 'host', body: { type, ...body } })),
      ...Object.entries({ ...REPORTS, snapshot: { snapshot } }).map(([type, body]) => ({
        to: 'background',
        kind: 'report',
        body: { type, ...body },
      })),
    ]
    for (const message of messages) {
      const answer = await world.run(`chrome.runtime.sendMessage(${JSON.stringify(message)})`)
      expect(
        answer === undefined || (typeof answer === 'object' && answer !== null && 'threw' in answer),
        JSON.stringify(message),
      ).toBe(true)
    }
    for (const name of ['tabcall:view', 'tabcall:lifeline']) {
      const heard = await world.run(`new Promise((resolve) => {
        const port = chrome.runtime.connect({ name: '${name}' })
        port.onMessage.addListener((message) => resolve(JSON.stringify(message)))
        port.onDisconnect.addListener(() => resolve('disconnected'))
        for (const type of ['hangUp', 'shareDisplay', 'toggleMicrophone']) port.postMessage({ type: 'command', command: { type } })
        setTimeout(() => resolve('nothing'), ${ANSWER_MS})
      })`)
      expect(['nothing', 'disconnected']).toContain(heard)
    }
    await world.close()

    expect(await alice.storage()).toEqual(before.storage)
    expect(alice.context.pages().length).toBe(open)
    const overlay = await alice.overlay(page)
    await button(overlay, 'Hang up').waitFor({ state: 'attached' })
    expect(await microphone()).toBe(before.microphone)
    const popup = await popupOf(alice)
    await button(popup, 'Hang up').click()
    await waitForStatus(await popupOf(pair.bob), 'hung up')
  })
})

async function uncoverPage(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelector('#cover')?.remove())
}

/** In the overlay: when `Accept` was there first and last, and when the hand pressed. Milliseconds. */
function noteAppearance(): void {
  if (location.protocol !== 'chrome-extension:') return
  const appearance = { there: 0, gone: 0, presses: [] as number[] }
  window.appearance = appearance
  addEventListener('click', () => appearance.presses.push(performance.now()), { capture: true })
  setInterval(() => {
    const accept = [...document.querySelectorAll('button')].some((button) => button.textContent === 'Accept')
    if (accept && appearance.there === 0) appearance.there = performance.now()
    if (!accept && appearance.there > 0 && appearance.gone === 0) appearance.gone = performance.now()
  }, 5)
}

/** With the mouse, where the element is drawn: whatever lies over it. */
async function pressWhereItIs(page: Page, element: Locator): Promise<void> {
  await element.scrollIntoViewIfNeeded()
  const box = await element.boundingBox()
  if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
}
