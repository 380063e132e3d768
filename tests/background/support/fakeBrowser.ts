import type {
  BrowserApi,
  BrowserEvent,
  MenuItem,
  NotificationOptions,
  OwnContext,
  StorageApi,
  TabInfo,
} from '../../../src/background/browserApi'

const ORIGIN = 'chrome-extension://tabcall/'

/** An event of the browser that a test sets off. */
export interface FakeEvent<Args extends unknown[]> extends BrowserEvent<Args> {
  emit(...args: Args): void
  readonly listenerCount: number
}

export function fakeEvent<Args extends unknown[]>(): FakeEvent<Args> {
  const listeners: ((...args: Args) => void)[] = []
  return {
    addListener(listener) {
      listeners.push(listener)
    },
    emit(...args) {
      for (const listener of listeners) listener(...args)
    },
    get listenerCount() {
      return listeners.length
    },
  }
}

export type FakeStorage = StorageApi & { readonly items: Map<string, unknown>; readonly reads: string[]; writes: number }

/** Values are copied both ways, and every call takes a turn, as in the browser. */
export function fakeStorage(): FakeStorage {
  const items = new Map<string, unknown>()
  return {
    items,
    reads: [],
    writes: 0,
    async get(key) {
      this.reads.push(key)
      await Promise.resolve()
      return items.has(key) ? { [key]: structuredClone(items.get(key)) } : {}
    },
    async set(values) {
      await Promise.resolve()
      this.writes += 1
      for (const [key, value] of Object.entries(values)) items.set(key, structuredClone(value))
    },
  }
}

export interface FakePage {
  id: number
  windowId: number
  url: string
  title: string
  status: string
  /** Whether the person acted there, or granted every tab. */
  scriptable: boolean
  invoked: boolean
  /** As in the browser, a tab that is captured gives no second stream. */
  captured: boolean
  content: boolean
  media: unknown
}

/** A browser in memory: only what the service worker uses, with its refusals. */
export function makeFakeBrowser() {
  const pages = new Map<number, FakePage>()
  const active = new Map<number, number>()
  const menu = new Map<string, MenuItem>()
  const shown = new Map<string, NotificationOptions>()
  const popups = new Map<number, { url: string; focused: boolean }>()
  const contexts: OwnContext[] = []
  const calls: string[] = []
  const badge = { text: '', color: '', title: '', icon: '' }
  const opened: string[] = []
  let lastNormal: number | null = null
  let nextId = 100
  let offscreen = false
  const ended: (() => void)[] = []
  const tellEnded = (): void => {
    for (const tell of ended.splice(0)) tell()
  }
  let everyTab = false

  const events = {
    onStartup: fakeEvent<[]>(),
    onInstalled: fakeEvent<[{ readonly reason: string }]>(),
    onActivated: fakeEvent<[{ readonly tabId: number; readonly windowId: number }]>(),
    onUpdated:
      fakeEvent<[number, { readonly status?: string; readonly discarded?: boolean; readonly title?: string }, TabInfo]>(),
    onTabRemoved: fakeEvent<[number]>(),
    onReplaced: fakeEvent<[number, number]>(),
    onFocusChanged: fakeEvent<[number]>(),
    onWindowRemoved: fakeEvent<[number]>(),
    onMenuClicked: fakeEvent<[{ readonly menuItemId: string | number; readonly selectionText?: string }, TabInfo?]>(),
    onNotificationClicked: fakeEvent<[string]>(),
    onButtonClicked: fakeEvent<[string, number]>(),
    onAlarm: fakeEvent<[{ readonly name: string }]>(),
    onCommand: fakeEvent<[string, TabInfo?]>(),
    onPermissionAdded: fakeEvent<[]>(),
    onPermissionRemoved: fakeEvent<[]>(),
  }
  const local = fakeStorage()
  const session = fakeStorage()

  function page(tabId: number): FakePage {
    const found = pages.get(tabId)
    if (found === undefined) throw new Error(`No tab with id: ${tabId}.`)
    return found
  }

  function info(found: FakePage): TabInfo {
    const visible = found.scriptable || found.url.startsWith(ORIGIN)
    return {
      id: found.id,
      windowId: found.windowId,
      active: active.get(found.windowId) === found.id,
      status: found.status,
      ...(visible ? { url: found.url, title: found.title } : {}),
    }
  }

  const api: BrowserApi = {
    runtime: {
      getURL: (path) => `${ORIGIN}${path}`,
      contexts: async () => [
        ...contexts,
        ...(offscreen
          ? [{ kind: 'offscreen', url: `${ORIGIN}src/offscreen/index.html`, tabId: -1, windowId: -1 } satisfies OwnContext]
          : []),
        ...[...popups].map(([windowId, { url }]) => ({ kind: 'tab', url, tabId: windowId + 1, windowId }) satisfies OwnContext),
      ],
      openOptionsPage: async () => {
        opened.push('options')
      },
      onStartup: events.onStartup,
      onInstalled: events.onInstalled,
    },
    offscreen: {
      async create(url) {
        await Promise.resolve()
        if (offscreen) throw new Error('Only a single offscreen document may be created.')
        calls.push(`offscreen.create ${url}`)
        offscreen = true
      },
      async close() {
        if (!offscreen) throw new Error('No current offscreen document.')
        calls.push('offscreen.close')
        offscreen = false
        tellEnded()
      },
    },
    tabs: {
      query: async ({ windowId }) =>
        [...pages.values()].filter((one) => one.windowId === windowId && active.get(one.windowId) === one.id).map(info),
      get: async (tabId) => info(page(tabId)),
      create: async ({ url }) => {
        opened.push(url)
        return {}
      },
      update: async (tabId) => {
        calls.push(`tabs.update ${tabId}`)
      },
      sendMessage: async () => undefined,
      onActivated: events.onActivated,
      onUpdated: events.onUpdated,
      onRemoved: events.onTabRemoved,
      onReplaced: events.onReplaced,
    },
    windows: {
      getLastNormal: async () => {
        if (lastNormal === null) throw new Error('No last-focused window')
        return { id: lastNormal }
      },
      create: async ({ url, focused }) => {
        await Promise.resolve()
        const id = nextId++
        popups.set(id, { url: `${ORIGIN}${url}`, focused })
        return { id }
      },
      update: async (windowId, { focused }) => {
        const window = popups.get(windowId)
        if (window === undefined && lastNormal !== windowId) throw new Error('No window')
        if (window !== undefined && focused === true) window.focused = true
      },
      remove: async (windowId) => {
        if (!popups.delete(windowId)) throw new Error('No window')
        events.onWindowRemoved.emit(windowId)
      },
      onFocusChanged: events.onFocusChanged,
      onRemoved: events.onWindowRemoved,
    },
    local,
    session,
    menus: {
      async create(item) {
        await Promise.resolve()
        if (menu.has(item.id)) throw new Error('Cannot create item with duplicate id')
        calls.push(`menu.create ${item.id}`)
        menu.set(item.id, item)
      },
      async update(id, { title }) {
        await Promise.resolve()
        const item = menu.get(id)
        if (item === undefined) throw new Error('Cannot find menu item')
        calls.push(`menu.update ${id}`)
        menu.set(id, { ...item, title })
      },
      async remove(id) {
        await Promise.resolve()
        if (!menu.delete(id)) throw new Error('Cannot find menu item')
        calls.push(`menu.remove ${id}`)
      },
      onClicked: events.onMenuClicked,
    },
    notifications: {
      async show(id, options) {
        calls.push(`notification.show ${id}`)
        shown.set(id, options)
      },
      async clear(id) {
        shown.delete(id)
      },
      ids: async () => [...shown.keys()],
      onClicked: events.onNotificationClicked,
      onButtonClicked: events.onButtonClicked,
    },
    action: {
      async setBadgeText({ text }) {
        calls.push(`badge ${text}`)
        badge.text = text
      },
      async setBadgeBackgroundColor({ color }) {
        badge.color = color
      },
      async setTitle({ title }) {
        badge.title = title
      },
      async setIcon({ path }) {
        badge.icon = path['16'] ?? ''
      },
    },
    alarms: { create: (name) => void calls.push(`alarm ${name}`), onAlarm: events.onAlarm },
    commands: { onCommand: events.onCommand },
    scripting: {
      async injectFile(tabId, file) {
        if (!page(tabId).scriptable && !(everyTab && page(tabId).url.startsWith('http')))
          throw new Error('Cannot access contents')
        calls.push(`inject ${tabId} ${file}`)
        page(tabId).content = true
      },
      async run(tabId) {
        if (!page(tabId).scriptable) throw new Error('Cannot access contents')
        return page(tabId).media
      },
    },
    capture: {
      async streamId(tabId) {
        if (!page(tabId).invoked) throw new Error('Extension has not been invoked for the current page')
        if (page(tabId).captured) throw new Error('Cannot capture a tab with an active stream.')
        page(tabId).captured = true
        return `stream-of-${tabId}`
      },
    },
    permissions: {
      everyTab: async () => everyTab,
      onAdded: events.onPermissionAdded,
      onRemoved: events.onPermissionRemoved,
    },
  }

  return {
    api,
    events,
    local,
    session,
    calls,
    menu,
    shown,
    badge,
    popups,
    opened,
    contexts,
    pages,
    /** As the lifeline does: resolves when there is no offscreen document. */
    documentEnded: () => (offscreen ? new Promise<void>((resolve) => ended.push(resolve)) : Promise.resolve()),
    get offscreenExists() {
      return offscreen
    },
    closeOffscreen() {
      offscreen = false
      tellEnded()
    },
    grantEveryTab(granted: boolean) {
      everyTab = granted
    },
    /** A tab, looked at from now on. */
    openTab(id: number, changes: Partial<FakePage> = {}, windowId = 1): FakePage {
      const made = {
        id,
        windowId,
        url: `https://page-${id}.example/`,
        title: `Page ${id}`,
        status: 'complete',
        scriptable: false,
        invoked: false,
        captured: false,
        content: false,
        media: null,
        ...changes,
      }
      pages.set(id, made)
      active.set(windowId, id)
      lastNormal = windowId
      return made
    },
    lookAt(id: number) {
      active.set(page(id).windowId, id)
      lastNormal = page(id).windowId
      events.onActivated.emit({ tabId: id, windowId: page(id).windowId })
    },
    closePopupByPerson(windowId: number) {
      popups.delete(windowId)
      events.onWindowRemoved.emit(windowId)
    },
  }
}
export type FakeBrowser = ReturnType<typeof makeFakeBrowser>
