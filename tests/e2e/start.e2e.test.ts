import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/setup/chromium.mjs'
import { button, pressUntil } from '../support/acts.ts'
import { attachChromium } from '../support/chromium.ts'
import { colourOnScreen, ICON_PIXELS, ICON_RGB, TOOLBAR } from '../support/onScreen.ts'
import { answerPrompt } from '../support/permissionPrompt.ts'
import { waitForPicture } from '../support/picture.ts'
import { type Running, run, runningWith } from '../support/processes.ts'
import { waitUntil } from '../support/wait.ts'
import { type Screen, startScreen } from '../support/xvfb.ts'

/** What `scripts/start.mjs` gives the two: their colours, and where their windows are on the screen. */
const ALICE = { name: 'alice', rgb: [40, 90, 200], left: 0 } as const
const BOB = { name: 'bob', rgb: [200, 100, 40], left: 760 } as const
const WINDOW_PX = 760
/** A first build and a server belong to it. */
const START_MS = 60_000

describe('npm start -- --pair', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-start-'))
  const chromium = join(folder, 'chromium')
  let screen: Screen
  let started: Running
  beforeAll(async () => {
    // The same browser, with a door for the test.
    writeFileSync(chromium, `#!/bin/sh\nexec ${findChromium()} --remote-debugging-port=0 "$@"\n`, { mode: 0o755 })
    screen = await startScreen({ width: 1540, height: 840 })
    started = run([process.execPath, 'scripts/start.mjs', '--pair'], {
      env: { ...screen.env, CHROMIUM: chromium, TABCALL_PROFILES: folder },
    })
  })
  afterAll(async () => {
    await started?.stop()
    await screen?.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })

  it('shows two people side by side, who allow their devices and call each other by hand', async () => {
    await waitUntil('it says so', () => started.output().includes('Two browsers are open'), { timeoutMs: START_MS })
    const alice = await open(ALICE.name)
    const bob = await open(BOB.name)
    for (const [context, { rgb, left }] of [
      [alice, ALICE],
      [bob, BOB],
    ] as const) {
      const setUp = await pageAt(context, 'src/onboarding/')
      await setUp.bringToFront()
      await button(setUp, 'Allow microphone and camera').click()
      await answerPrompt(screen, setUp, 'allowed', left)
      await waitForPicture(setUp.getByLabel('Your camera'), rgb)
    }
    const id = await (await pageAt(bob, 'src/onboarding/')).getByLabel('Your ID').locator('.id').textContent()
    await (await pageAt(alice, 'http://127.0.0.1')).bringToFront()
    const popup = await openPopup(alice, ALICE.left)
    await popup.getByRole('textbox', { name: 'Peer ID' }).fill(id ?? '')
    await button(popup, 'Call').click()
    await button(popup, 'Cancel').waitFor()
    // Bob looks at a page of Tabcall itself, where no overlay may stand.
    const ringing = await pageAt(bob, 'src/overlay/index.html?window')
    await pressUntil(ringing, 'Accept', () => button(ringing, 'Hang up').isVisible())
    await waitForPicture(ringing.getByLabel('Remote video'), ALICE.rgb)
    await waitForPicture((await openPopup(alice, ALICE.left)).getByLabel('Remote video'), BOB.rgb)
  })

  it('leaves nothing running after Ctrl-C', async () => {
    const ended = new Promise<number | null>((resolve) => started.child.once('exit', resolve))
    process.kill(-started.pid, 'SIGINT')
    expect(await ended).toBe(0)
    await waitUntil('nothing is left', () => runningWith(`TABCALL_PROFILES=${folder}`).length === 0, { timeoutMs: 2_000 })
  })

  async function open(name: string): Promise<BrowserContext> {
    const port = await waitUntil(
      'it has opened its door',
      () => readFileSync(join(folder, name, 'DevToolsActivePort'), 'utf8').split('\n', 1)[0],
    )
    return attachChromium(Number(port))
  }

  /** The popup as it stands open, or opened by a press on Tabcall's button in the toolbar of the window at `left`. */
  function openPopup(context: BrowserContext, left: number): Promise<Page> {
    return waitUntil(
      'the popup opens',
      async () => {
        const open = context.pages().find((page) => page.url().includes('src/popup/'))
        if (open) return open
        const icon = colourOnScreen(screen, ICON_RGB, { left, right: left + WINDOW_PX, ...TOOLBAR })
        if (icon.pixels < ICON_PIXELS) return null
        await screen.click(Math.round((icon.left + icon.right) / 2), Math.round((icon.top + icon.bottom) / 2))
        return pageAt(context, 'src/popup/', 3_000)
      },
      { timeoutMs: 20_000 },
    )
  }
})

it('npm start without a screen says what can be done instead, and ends', async () => {
  const started = run([process.execPath, 'scripts/start.mjs'], { env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined } })
  expect(await new Promise((resolve) => started.child.once('exit', resolve))).toBe(1)
  expect(started.output()).toContain('There is no screen here, so no browser can be shown.')
  expect(started.output()).toContain('press "Load unpacked" and choose ')
  expect(started.output()).toContain('The signaling server alone: npm run server.')
})

function pageAt(context: BrowserContext, part: string, timeoutMs = 15_000): Promise<Page> {
  return waitUntil(`a page at ${part}`, () => context.pages().find((page) => page.url().includes(part)), { timeoutMs })
}
