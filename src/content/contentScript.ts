import browser from 'webextension-polyfill'
import { sendContentCommand } from '../messaging/bus'
import type { ContentCommand } from '../messaging/command'
import type { ContentMessage, OverlayMode } from '../messaging/contentMessages'
import { serveContent } from '../messaging/contentMessages'
import { type Mount, makeMount } from './mount'

/** The content script of one document, for the life of one extension. */
export interface ContentScript {
  /** False once the extension was reloaded or removed: this one can no longer talk to it. */
  isAlive(): boolean
  /** Takes away all there is of Tabcall in the page. */
  retire(): void
}

export function startContentScript(): ContentScript {
  let mount: Mount | null = null

  const isAlive = (): boolean => chrome.runtime?.id !== undefined
  const tell = (command: ContentCommand): void => {
    if (isAlive()) sendContentCommand(command).catch(() => undefined)
  }

  function unmount(): void {
    mount?.dispose()
    mount = null
  }

  function mountNow(mode: OverlayMode): void {
    if (mount !== null) {
      mount.setMode(mode)
      return
    }
    mount = makeMount({
      document,
      source: browser.runtime.getURL('src/overlay/index.html'),
      title: browser.i18n.getMessage('extensionName'),
      mode,
      onMounted: () => tell({ type: 'overlayMounted' }),
      onLost() {
        unmount()
        tell({ type: 'overlayLost' })
      },
      isAlive,
      onGone: unmount,
    })
  }

  function handle(message: ContentMessage): void {
    switch (message.type) {
      case 'mount':
        mountNow(message.mode)
        return
      case 'unmount':
        unmount()
        return
      case 'setMode':
        mount?.setMode(message.mode)
        return
      case 'focus':
        mount?.focus()
        return
      default:
        message satisfies never
    }
  }

  const stopServing = serveContent(handle)
  return {
    isAlive,
    retire() {
      stopServing()
      unmount()
    },
  }
}
