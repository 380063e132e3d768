import { sendContentMessage } from '../messaging/contentMessages'
import type { ContentMessages } from './contentDoor'

/** The real line to content scripts. */
export const contentMessages: ContentMessages = {
  mount: (tabId, mode) => sendContentMessage(tabId, { type: 'mount', mode }),
  setMode: (tabId, mode) => sendContentMessage(tabId, { type: 'setMode', mode }),
  unmount: (tabId) => sendContentMessage(tabId, { type: 'unmount' }),
  focus: (tabId) => sendContentMessage(tabId, { type: 'focus' }),
}
