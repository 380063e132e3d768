import browser from 'webextension-polyfill'
import type { ContentMessages } from './contentDoor'

/** Only the top frame: the overlay never stands in a frame of the page. */
const TOP_FRAME = { frameId: 0 }

export const contentMessages: ContentMessages = {
  async mount(tabId, mode) {
    return (await browser.tabs.sendMessage(tabId, { to: 'content', type: 'mount', mode }, TOP_FRAME)) === true
  },
  async setMode(tabId, mode) {
    await browser.tabs.sendMessage(tabId, { to: 'content', type: 'setMode', mode }, TOP_FRAME)
  },
  async unmount(tabId) {
    await browser.tabs.sendMessage(tabId, { to: 'content', type: 'unmount' }, TOP_FRAME)
  },
  async focus(tabId) {
    await browser.tabs.sendMessage(tabId, { to: 'content', type: 'focus' }, TOP_FRAME)
  },
}
