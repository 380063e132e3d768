import browser from 'webextension-polyfill'
import type { BrowserApi, OwnContext } from './browserApi'

const EVERY_TAB = { origins: ['<all_urls>'] }
const NOTIFICATION_ICON = 'icons/icon-128.png'

const CONTEXT_KINDS: Readonly<Record<string, OwnContext['kind']>> = {
  OFFSCREEN_DOCUMENT: 'offscreen',
  POPUP: 'popup',
  TAB: 'tab',
}

/**
 * The real browser. `chrome` where the polyfill has no types for what Chromium has: offscreen, tabCapture,
 * notification buttons, the outcome of a menu's creation, a window's type.
 */
export const chromeApi: BrowserApi = {
  runtime: {
    getURL: (path) => browser.runtime.getURL(path),
    contexts: async () =>
      (await chrome.runtime.getContexts({})).map((context) => ({
        kind: CONTEXT_KINDS[context.contextType] ?? 'other',
        url: context.documentUrl ?? null,
        tabId: context.tabId,
        windowId: context.windowId,
      })),
    openOptionsPage: () => browser.runtime.openOptionsPage(),
    onStartup: browser.runtime.onStartup,
    onInstalled: browser.runtime.onInstalled,
  },
  offscreen: {
    create: (url) =>
      chrome.offscreen.createDocument({
        url,
        // AUDIO_PLAYBACK would close the document after 30 s of silence; these stay until closed.
        reasons: ['USER_MEDIA', 'DISPLAY_MEDIA', 'WEB_RTC'],
        justification: 'Holds the call: its connection, microphone, camera and sound, whatever page is open.',
      }),
    close: () => chrome.offscreen.closeDocument(),
  },
  tabs: browser.tabs,
  windows: {
    getLastNormal: () => chrome.windows.getLastFocused({ windowTypes: ['normal'] }),
    create: (properties) => browser.windows.create(properties),
    update: (windowId, properties) => browser.windows.update(windowId, properties),
    remove: (windowId) => browser.windows.remove(windowId),
    onFocusChanged: browser.windows.onFocusChanged,
    onRemoved: browser.windows.onRemoved,
  },
  local: browser.storage.local,
  session: browser.storage.session,
  menus: {
    create: ({ id, title, contexts }) =>
      new Promise((resolve, reject) => {
        chrome.contextMenus.create({ id, title, contexts: [...contexts] }, () => {
          const error = chrome.runtime.lastError
          if (error === undefined) resolve()
          else reject(new Error(error.message))
        })
      }),
    update: (id, changes) => browser.contextMenus.update(id, changes),
    remove: (id) => browser.contextMenus.remove(id),
    onClicked: browser.contextMenus.onClicked,
  },
  notifications: {
    show: async (id, { title, message, buttons, requireInteraction, silent }) => {
      await chrome.notifications.create(id, {
        type: 'basic',
        iconUrl: NOTIFICATION_ICON,
        title,
        message,
        buttons: buttons.map((label) => ({ title: label })),
        requireInteraction,
        silent,
        priority: 2,
      })
    },
    clear: async (id) => {
      await chrome.notifications.clear(id)
    },
    ids: async () => Object.keys(await chrome.notifications.getAll()),
    onClicked: chrome.notifications.onClicked,
    onButtonClicked: chrome.notifications.onButtonClicked,
  },
  action: browser.action,
  alarms: browser.alarms,
  commands: browser.commands,
  scripting: {
    injectFile: async (tabId, file) => {
      await browser.scripting.executeScript({ target: { tabId }, files: [file], injectImmediately: true })
    },
    run: async (tabId, func, args) => {
      const [frame] = await chrome.scripting.executeScript({ target: { tabId }, func, args, injectImmediately: true })
      return frame?.result
    },
  },
  capture: { streamId: (tabId) => chrome.tabCapture.getMediaStreamId({ targetTabId: tabId }) },
  permissions: {
    everyTab: () => browser.permissions.contains(EVERY_TAB),
    onAdded: browser.permissions.onAdded,
    onRemoved: browser.permissions.onRemoved,
  },
}
