import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { servePages } from '../../tests/support/pages.ts'
import { dial, type Person, seeRing, startPair, waitForStatus } from '../../tests/support/pair.ts'
import { waitForPicture } from '../../tests/support/picture.ts'
import { waitUntil } from '../../tests/support/wait.ts'
import { BUSY_PAGE, DARK_FILM } from './stages.ts'

const SCHEMES = ['light', 'dark'] as const
const POPUP = { width: 360, height: 600 }
const PAGE = { width: 1280, height: 800 }

/** Takes a picture of every view in every state of a real call between two browsers. */
export async function takeScreenshots(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const pages = await servePages({ 'busy page': BUSY_PAGE, 'dark film': DARK_FILM })
  const pair = await startPair()
  try {
    const { alice, bob } = pair
    await alone(alice, folder)
    await ringing(alice, bob, folder)
    for (const name of ['busy page', 'dark film']) await talking(alice, bob, pages.url(name), name, folder)
  } finally {
    await pair.close()
    await pages.close()
  }
}

/** What one person sees without a call. */
async function alone(person: Person, folder: string): Promise<void> {
  await shoot(await person.page('src/popup/index.html'), POPUP, 'popup-idle', folder)
  await shoot(await person.page('src/onboarding/index.html'), PAGE, 'onboarding', folder, { fullPage: true })
  await shoot(await person.page('src/options/index.html'), PAGE, 'options', folder, { fullPage: true })
}

/** Both sides of a ring, and of one that was declined. */
async function ringing(alice: Person, bob: Person, folder: string): Promise<void> {
  const outgoing = await dial(alice, bob.peerId)
  await outgoing.close()
  const incoming = await seeRing(bob)
  await incoming.close()
  await shoot(await alice.page('src/popup/index.html'), POPUP, 'popup-outgoing', folder)
  await shoot(await bob.page('src/popup/index.html'), POPUP, 'popup-incoming', folder)
  await shoot(await bob.page('src/overlay/index.html?window'), { width: 360, height: 420 }, 'call-window-incoming', folder)
  const popup = await bob.popup()
  await popup.getByRole('button', { name: 'Decline' }).click()
  const ended = await alice.page('src/popup/index.html')
  await waitForStatus(ended, 'declined')
  await shoot(ended, POPUP, 'popup-ended', folder)
  await done(alice)
  await done(bob)
}

/** A call over a page: overlay, popup and call window. */
async function talking(alice: Person, bob: Person, url: string, name: string, folder: string): Promise<void> {
  const tab = await alice.context.newPage()
  await tab.setViewportSize(PAGE)
  await tab.goto(url)
  const dialling = await alice.popup(tab)
  await dialling.getByRole('textbox', { name: 'Peer ID' }).fill(bob.peerId)
  await dialling.getByRole('button', { name: 'Call', exact: true }).click()
  const ring = await seeRing(bob)
  await ring.getByRole('button', { name: 'Accept', exact: true }).click()
  await dialling.close()
  await tab.bringToFront()
  const overlay = await alice.overlay(tab)
  await waitForPicture(overlay.getByLabel('Remote video'), bob.devices.rgb)
  await shoot(tab, PAGE, `overlay-${name.replace(' ', '-')}`, folder, { keep: true })
  if (name === 'busy page') {
    await shoot(await alice.page('src/popup/index.html'), POPUP, 'popup-call', folder, { settle: 'Remote video' })
    await shoot(await bob.page('src/overlay/index.html?window'), { width: 480, height: 360 }, 'call-window', folder, {
      settle: 'Remote video',
    })
  }
  const popup = await alice.popup(tab)
  await popup.getByRole('button', { name: 'Hang up' }).click()
  await waitForStatus(popup, 'You hung up')
  await done(alice)
  await done(bob)
  await tab.close()
}

async function done(person: Person): Promise<void> {
  const popup = await person.popup()
  const button = popup.getByRole('button', { name: 'Done' })
  await button.waitFor()
  await button.click()
  await popup.getByRole('textbox', { name: 'Peer ID' }).waitFor()
  await popup.close()
}

interface ShotOptions {
  readonly fullPage?: boolean
  /** Leave the page open. */
  readonly keep?: boolean
  /** A video that must show something first. */
  readonly settle?: string
}

async function shoot(
  page: Page,
  size: { width: number; height: number },
  name: string,
  folder: string,
  options: ShotOptions = {},
): Promise<void> {
  await page.setViewportSize(size)
  if (options.settle !== undefined) await showsFrames(page, options.settle)
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: options.fullPage ?? false })
  }
  if (options.keep !== true) await page.close()
}

async function showsFrames(page: Page, label: string): Promise<void> {
  const video = page.getByLabel(label)
  await waitUntil(`${label} shows a picture`, () =>
    video.evaluate((element) => element instanceof HTMLVideoElement && element.videoWidth > 0),
  )
}
