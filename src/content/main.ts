import { type ContentScript, startContentScript } from './contentScript'

declare global {
  /** In our isolated world alone; the page cannot see it. The script may be injected many times into one document. */
  var tabcallContentScript: ContentScript | undefined
}

if (!globalThis.tabcallContentScript?.isAlive()) {
  globalThis.tabcallContentScript?.retire()
  globalThis.tabcallContentScript = startContentScript()
}
