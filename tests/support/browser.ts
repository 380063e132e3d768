import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CDPSession, Frame, Page, Worker } from 'playwright-core'
import * as v from 'valibot'
import { extensionId } from '../../scripts/setup/extensionId.mjs'
import type { Settings } from '../../src/settings/settings.ts'
import { type ChromiumOptions, type Launched, launchChromium } from './chromium.ts'
import { waitUntil } from './wait.ts'

type Grant = 'camera' | 'microphone' | 'notifications'

export interface TabcallOptions extends Omit<ChromiumOptions, 'extension' | 'pinnedExtension'> {
  /** Set as the signaling server before this resolves. */
  readonly server?: string
  readonly settings?: Partial<Settings>
  /** Default: camera and microphone. */
  readonly grant?: readonly Grant[]
  /** The built extension; default dist/. */
  readonly dist?: string
  /** Paths of other extensions, unpacked. */
  readonly beside?: readonly string[]
}

/** A running browser with Tabcall in it. */
export interface Tabcall extends Launched {
  readonly id: string
  readonly browser: CDPSession
  url(path: string): string
  /** Opens an extension page in a tab, by its path in the build: `src/options/index.html`. */
  page(path: string): Promise<Page>
  /** Presses the toolbar button on a tab (default: the first web page, made if there is none): the popup, with `activeTab` granted. */
  popup(tab?: Page): Promise<Page>
  /** The offscreen document; waits for it. */
  offscreen(): Promise<Page>
  serviceWorker(): Promise<Worker>
  /** The overlay's frame in a page; waits for it. */
  overlay(page: Page): Promise<Frame>
  /** Sets a permission of the extension's own origin. */
  permission(name: Grant, setting: 'granted' | 'denied' | 'prompt'): Promise<void>
  /** Changes settings the way the options page does. */
  configure(settings: Partial<Settings>): Promise<void>
  storage(): Promise<Record<string, unknown>>
}

const ManifestSchema = v.object({ key: v.string() })
/** A popup that is not there after this long does not come any more. */
const PRESS_AGAIN_MS = 5_000
/** An extension page that is no view of Tabcall's: to ask and set things from. */
const QUIET_PAGE = 'manifest.json'

/** Starts a browser with Tabcall. The toolbar button is pinned, so that real clicks find it. */
export async function launchTabcall(options: TabcallOptions = {}): Promise<Tabcall> {
  const dist = resolve(options.dist ?? 'dist')
  const id = extensionId(v.parse(ManifestSchema, JSON.parse(readFileSync(`${dist}/manifest.json`, 'utf8'))).key)
  const launched = await launchChromium({ ...options, extension: [dist, ...(options.beside ?? [])].join(), pinnedExtension: id })
  const { context } = launched
  const opened = context.browser()
  if (!opened) throw new Error('The browser has no connection to itself.')
  const browser = await opened.newBrowserCDPSession()
  const url = (path: string) => `chrome-extension://${id}/${path}`

  const permission: Tabcall['permission'] = async (name, setting) => {
    await browser.send('Browser.setPermission', { permission: { name }, setting, origin: url('').slice(0, -1) })
  }
  const tabcall: Tabcall = {
    ...launched,
    id,
    browser,
    url,
    permission,
    async page(path) {
      const page = await context.newPage()
      await page.goto(url(path))
      return page
    },
    popup: (tab) => pressToolbarButton(tabcall, tab),
    offscreen: () =>
      waitUntil('there is an offscreen document', () =>
        context.pages().find((page) => page.url().startsWith(url('src/offscreen/'))),
      ),
    serviceWorker: () =>
      waitUntil('there is a service worker', () => context.serviceWorkers().find((worker) => worker.url().startsWith(url('')))),
    overlay: (page) =>
      waitUntil('the overlay is in the page', () =>
        page.frames().find((frame) => frame.url().startsWith('chrome-extension://') && frame.url().includes('src/overlay/')),
      ),
    async configure(settings) {
      await onQuietPage(tabcall, (page) =>
        page.evaluate(async (changes) => {
          await chrome.runtime.sendMessage({ to: 'background', kind: 'browser', body: { type: 'updateSettings', changes } })
        }, settings),
      )
    },
    storage: () => onQuietPage(tabcall, (page) => page.evaluate(() => chrome.storage.local.get(null))),
  }
  // Before its worker runs, the extension may not have its button yet.
  await tabcall.serviceWorker()
  for (const name of options.grant ?? ['camera', 'microphone']) await permission(name, 'granted')
  const settings = { ...options.settings, ...(options.server ? { signalingServer: options.server } : {}) }
  if (Object.keys(settings).length > 0) await tabcall.configure(settings)
  return tabcall
}

async function onQuietPage<T>(tabcall: Tabcall, use: (page: Page) => Promise<T>): Promise<T> {
  const page = await tabcall.page(QUIET_PAGE)
  try {
    return await use(page)
  } finally {
    await page.close()
  }
}

async function pressToolbarButton(tabcall: Tabcall, given?: Page): Promise<Page> {
  const { context, browser, id } = tabcall
  const tab = given ?? (await firstTab(tabcall))
  await tab.bringToFront()
  const targetId = await tabTarget(tabcall, tab)
  const before = new Set(context.pages())
  const opened = () => context.pages().find((page) => !before.has(page) && page.url().startsWith(tabcall.url('src/popup/')))
  // A popup whose tab is not quite in front yet shuts again at once, seen or unseen: whoever means it presses again.
  return waitUntil(
    'the popup opens',
    async () => {
      if (!opened()) await browser.send('Extensions.triggerAction', { id, targetId })
      const popup = await waitUntil('it is seen', opened, { timeoutMs: PRESS_AGAIN_MS })
      // Not by Playwright's own events: of a popup that was quick they come too early to be noticed.
      await waitUntil('it is loaded', () => popup.evaluate(() => document.readyState === 'complete'), {
        timeoutMs: PRESS_AGAIN_MS,
      })
      return popup
    },
    { timeoutMs: 4 * PRESS_AGAIN_MS },
  )
}

/** The id of the tab itself, which is another target than the page in it. */
async function tabTarget({ context, browser }: Tabcall, tab: Page): Promise<string> {
  const session = await context.newCDPSession(tab)
  const { targetInfo } = await session.send('Target.getTargetInfo')
  await session.detach()
  const { targetInfos } = await browser.send('Target.getTargets', { filter: [{}] })
  const same = targetInfos.filter((target) => target.type === 'tab' && target.url === targetInfo.url)
  const found = same.find((target) => target.title === targetInfo.title) ?? same[0]
  if (!found) throw new Error(`No tab shows ${targetInfo.url}`)
  return found.targetId
}

async function firstTab({ context }: Tabcall): Promise<Page> {
  const web = context.pages().find((page) => /^(https?|about|data):/.test(page.url()))
  return web ?? (await context.newPage())
}
