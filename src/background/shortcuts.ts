import type { CallActions } from './callActions'
import type { Tab } from './lookedAt'

/** The manifest's `commands`; `_execute_action` is the browser's own. */
const SHORTCUTS: Readonly<Record<string, (actions: CallActions, tab: Tab | null) => Promise<void>>> = {
  'toggle-microphone': (actions) => actions.toggleMicrophone(),
  'toggle-camera': (actions) => actions.toggleCamera(),
  'hang-up': (actions) => actions.hangUp(),
  'share-tab': (actions, tab) => actions.toggleShare(tab),
  'accept-call': (actions) => actions.acceptRinging(),
}

/** Does what a shortcut is for; a name that is none does nothing. */
export async function runShortcut(name: string, actions: CallActions, tab: Tab | null): Promise<void> {
  if (Object.hasOwn(SHORTCUTS, name)) await SHORTCUTS[name]?.(actions, tab)
}
