import type { OverlayMode } from '../messaging/contentMessages'
import type { ScriptingApi } from './browserApi'
import type { Clock } from './clock'
import type { OverlayDoor } from './overlays'

/** Built as one classic script at the root of the extension; it has no entry in `web_accessible_resources`. */
const CONTENT_SCRIPT = 'content.js'

/** A frozen or busy page does not answer; then its overlay counts as not standing, and is tried again with the next event. */
const ANSWER_TIMEOUT_MS = 2_000

/** To the content script in a tab's top frame; each rejects where nobody listens. */
export interface ContentMessages {
  /** Does nothing where the overlay stands already. That it could not be kept comes later, as `overlayLost`. */
  mount(tabId: number, mode: OverlayMode): Promise<void>
  setMode(tabId: number, mode: OverlayMode): Promise<void>
  unmount(tabId: number): Promise<void>
  focus(tabId: number): Promise<void>
}

export function makeContentDoor(
  messages: ContentMessages,
  scripting: Pick<ScriptingApi, 'injectFile'>,
  clock: Pick<Clock, 'within'>,
): OverlayDoor {
  async function inject(tabId: number, mode: OverlayMode): Promise<void> {
    await scripting.injectFile(tabId, CONTENT_SCRIPT)
    await messages.mount(tabId, mode)
  }

  return {
    async mount(tabId, mode) {
      const mounting = messages
        .mount(tabId, mode)
        .catch(() => inject(tabId, mode))
        .then(
          () => true,
          () => false,
        )
      return (await clock.within(mounting, ANSWER_TIMEOUT_MS)) ?? false
    },
    setMode: messages.setMode,
    unmount: messages.unmount,
    focus: messages.focus,
  }
}
