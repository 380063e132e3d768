import { describe, expect, it } from 'vitest'
import { makeCallWindow } from '../../src/background/callWindow'
import { makeContentDoor } from '../../src/background/contentDoor'
import { lookedAtTab } from '../../src/background/lookedAt'
import { makeOverlays } from '../../src/background/overlays'
import type { HostCommand } from '../../src/messaging/command'
import { type FakeBrowser, makeFakeBrowser } from './support/fakeBrowser'
import { makeFakeClock } from './support/fakeClock'
import { ended, IDLE, ringing, snapshot, talking } from './support/snapshots'

/** The service worker's part over a browser; a second one over the same browser is a worker that started anew. */
function startWorker(browser: FakeBrowser, time = makeFakeClock()) {
  const mounted = browser.pages
  const modes = new Map<number, string>()
  const notices: HostCommand[] = []
  const shared: { tabId: number | null } = { tabId: null }
  const capturing: { tabId: number | null } = { tabId: null }
  const content = (tabId: number): void => {
    if (mounted.get(tabId)?.content !== true) throw new Error('Receiving end does not exist.')
  }
  const overlays = makeOverlays({
    door: makeContentDoor(
      {
        mount: async (tabId, mode) => {
          content(tabId)
          modes.set(tabId, mode)
        },
        setMode: async (tabId, mode) => {
          content(tabId)
          modes.set(tabId, mode)
        },
        unmount: async (tabId) => {
          content(tabId)
          modes.delete(tabId)
        },
        focus: async () => undefined,
      },
      browser.api.scripting,
      time.clock,
    ),
    window: makeCallWindow(browser.api.runtime, browser.api.windows, browser.session),
    lookedAt: () => lookedAtTab(browser.api.windows, browser.api.tabs),
    sharedTabId: async () => shared.tabId,
    capturingTabId: async () => capturing.tabId,
    contexts: browser.api.runtime.contexts,
    everyTab: browser.api.permissions.everyTab,
    session: browser.session,
    link: { host: async (command) => void notices.push(command) },
    clock: time.clock,
    onError: (error) => {
      throw error
    },
  })
  return {
    overlays,
    modes,
    notices,
    shared,
    capturing,
    time,
    async show(next: Parameters<typeof overlays.follow>[0], ms = 0) {
      overlays.follow(next)
      await time.pass(ms)
    },
    async lookAt(id: number, ms = 0) {
      browser.lookAt(id)
      overlays.refresh()
      await time.pass(ms)
    },
  }
}

describe('the overlay with "Show calls on every tab"', () => {
  it('follows to the tab that is looked at and leaves the last one', async () => {
    const browser = makeFakeBrowser()
    browser.grantEveryTab(true)
    browser.openTab(2)
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    expect([...worker.modes.keys()]).toEqual([1])
    await worker.lookAt(2)
    expect([...worker.modes.keys()]).toEqual([2])
    expect(browser.popups.size).toBe(0)
  })

  it('gives way to one call window on a page that the browser keeps to itself, and comes back', async () => {
    const browser = makeFakeBrowser()
    browser.grantEveryTab(true)
    browser.openTab(2, { url: 'chrome://version/' })
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    await worker.lookAt(2, 500)
    expect(browser.popups.size).toBe(0)
    await worker.time.pass(5_000)
    expect([...browser.popups.values()]).toMatchObject([{ focused: false }])
    expect(worker.notices).toEqual([{ type: 'raiseNotice', code: 'overlayNotPossible' }])
    await worker.lookAt(1)
    expect(browser.popups.size).toBe(0)
  })

  it('opens no window for a tab that is only passed through', async () => {
    const browser = makeFakeBrowser()
    browser.grantEveryTab(true)
    browser.openTab(2, { url: 'chrome://newtab/' })
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    await worker.lookAt(2, 800)
    await worker.lookAt(1, 10_000)
    expect(browser.popups.size).toBe(0)
  })

  it('is back after a navigation', async () => {
    const browser = makeFakeBrowser()
    browser.grantEveryTab(true)
    const tab = browser.openTab(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    await worker.overlays.tabNavigating(1)
    tab.content = false
    worker.modes.clear()
    await worker.time.pass(300)
    expect([...worker.modes.keys()]).toEqual([1])
  })

  it('stays where its picture floats, until that ends', async () => {
    const browser = makeFakeBrowser()
    browser.grantEveryTab(true)
    browser.openTab(2)
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    await worker.overlays.pin(1, true)
    await worker.lookAt(2)
    expect([...worker.modes.keys()]).toEqual([1])
    await worker.overlays.pin(1, false)
    await worker.time.pass(0)
    expect([...worker.modes.keys()]).toEqual([2])
  })
})

describe('the overlay without it', () => {
  it('stays in the tab where the person acted while they look elsewhere', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(2)
    browser.openTab(1, { scriptable: true })
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    await worker.lookAt(2, 10_000)
    expect([...worker.modes.keys()]).toEqual([1])
    expect(browser.popups.size).toBe(0)
  })

  it('gives way to the call window when that tab leaves its origin', async () => {
    const browser = makeFakeBrowser()
    const tab = browser.openTab(1, { scriptable: true })
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    await worker.overlays.tabNavigating(1)
    tab.scriptable = false
    tab.content = false
    await worker.time.pass(10_000)
    expect(browser.popups.size).toBe(1)
  })

  it('gives way to the call window when that tab is closed', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { scriptable: true })
    browser.openTab(2)
    browser.lookAt(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    browser.pages.delete(1)
    browser.lookAt(2)
    await worker.overlays.tabGone(1)
    await worker.time.pass(10_000)
    expect(browser.popups.size).toBe(1)
  })

  it('gives way to the call window when the page keeps removing it', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { scriptable: true })
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    await worker.overlays.lost(1)
    await worker.time.pass(10_000)
    expect(browser.popups.size).toBe(1)
  })
})

describe('a ring', () => {
  it('opens the call window in front at once where no overlay may stand', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(ringing()))
    expect([...browser.popups.values()]).toMatchObject([{ focused: true }])
    await worker.show(snapshot(ended({ connectedAt: null, reason: 'remoteCancelled' })))
    expect(browser.popups.size).toBe(0)
  })

  it('opens it also with no browser window at all', async () => {
    const browser = makeFakeBrowser()
    const worker = startWorker(browser)
    await worker.show(snapshot(ringing()))
    expect(browser.popups.size).toBe(1)
  })

  it('leaves the answering to an open popup, and takes over when that is closed', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1)
    browser.contexts.push({ kind: 'popup', url: null, tabId: -1, windowId: -1 })
    const worker = startWorker(browser)
    await worker.show(snapshot(ringing()), 3_000)
    expect(browser.popups.size).toBe(0)
    browser.contexts.length = 0
    await worker.time.pass(1_000)
    expect(browser.popups.size).toBe(1)
  })
})

describe('the call window', () => {
  it('is not opened again when the person closed it', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(ringing()))
    const [windowId] = browser.popups.keys()
    if (windowId === undefined) throw new Error('no window')
    browser.closePopupByPerson(windowId)
    await worker.overlays.windowClosed(windowId)
    await worker.show(snapshot(talking()), 10_000)
    expect(browser.popups.size).toBe(0)
  })
})

describe('after the call', () => {
  it('the end is shown for a moment, and then nothing is left anywhere', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { scriptable: true })
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    const now = worker.time.clock.now()
    await worker.show(snapshot(ended({ endedAt: now })), 1_000)
    expect([...worker.modes.keys()]).toEqual([1])
    await worker.time.pass(5_000)
    expect(worker.modes.size).toBe(0)
  })

  it('a page from the back-forward cache has its overlay taken away', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { scriptable: true, content: true })
    const worker = startWorker(browser)
    await worker.show(snapshot(IDLE))
    worker.modes.set(1, 'normal')
    worker.overlays.mountedByItself(1)
    await worker.time.pass(0)
    expect(worker.modes.size).toBe(0)
  })

  it('a worker that died in the call finds what it had mounted', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(1, { scriptable: true })
    const first = startWorker(browser)
    await first.show(snapshot(talking()))
    const second = startWorker(browser)
    second.modes.set(1, 'normal')
    await second.show(snapshot(IDLE))
    expect(second.modes.size).toBe(0)
  })
})

describe('a tab that is being shared', () => {
  it('shows a pill only, also when it is not the one looked at', async () => {
    const browser = makeFakeBrowser()
    browser.openTab(2)
    browser.openTab(1, { scriptable: true })
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    expect(worker.modes.get(1)).toBe('normal')
    worker.shared.tabId = 1
    await worker.lookAt(2)
    expect(worker.modes.get(1)).toBe('pill')
    worker.shared.tabId = null
    await worker.lookAt(1)
    expect(worker.modes.get(1)).toBe('normal')
  })

  it('keeps its overlay while that captures it, beside the one in the tab that is looked at', async () => {
    const browser = makeFakeBrowser()
    browser.grantEveryTab(true)
    browser.openTab(2)
    browser.openTab(1)
    const worker = startWorker(browser)
    await worker.show(snapshot(talking()))
    worker.shared.tabId = 1
    worker.capturing.tabId = 1
    await worker.lookAt(2)
    expect([...worker.modes]).toEqual([
      [1, 'pill'],
      [2, 'normal'],
    ])
    await worker.lookAt(1)
    expect([...worker.modes]).toEqual([[1, 'pill']])
    await worker.lookAt(2)
    worker.shared.tabId = null
    worker.capturing.tabId = null
    worker.overlays.refresh()
    await worker.time.pass(0)
    expect([...worker.modes]).toEqual([[2, 'normal']])
  })
})
