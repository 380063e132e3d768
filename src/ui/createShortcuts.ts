import { type Accessor, createSignal } from 'solid-js'
import browser from 'webextension-polyfill'

/** Keys of the commands in the manifest, as the person has set them: `{ 'toggle-microphone': 'Alt+Shift+M' }`. */
export function createShortcuts(): Accessor<Readonly<Record<string, string>>> {
  const [shortcuts, setShortcuts] = createSignal<Readonly<Record<string, string>>>({})
  // Not there in a page of another process (an overlay on a cross-origin isolated page): tooltips then go without.
  void browser.commands
    ?.getAll()
    .then((commands) => setShortcuts(Object.fromEntries(commands.map(({ name, shortcut }) => [name ?? '', shortcut ?? '']))))
  return shortcuts
}
