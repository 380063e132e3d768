import { sendBrowserCommand } from '../messaging/bus'
import type { BrowserCommand } from '../messaging/command'

/** Asks the background. It fails only while the extension is being reloaded, when this page is about to go. */
export function ask(command: BrowserCommand): void {
  sendBrowserCommand(command).catch(() => undefined)
}
