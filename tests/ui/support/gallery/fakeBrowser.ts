/**
 * What the views need of the extension API where there is no extension: the real texts, and a storage that
 * holds what a state gives. Imported before everything else.
 */
import messages from '../../../../_locales/en/messages.json'

interface FakeStored {
  [key: string]: unknown
}
export const stored: FakeStored = {}

const listeners = { addListener: (): void => undefined, removeListener: (): void => undefined }
const texts = new Map(Object.entries(messages).map(([key, text]) => [key, text.message]))

Object.assign(globalThis, {
  chrome: { runtime: { id: 'gallery' } },
  browser: {
    runtime: { id: 'gallery', sendMessage: async () => undefined, getURL: (path: string) => `/${path}`, onMessage: listeners },
    i18n: {
      getUILanguage: () => 'en',
      getMessage: (key: string, substitutions: readonly string[] = []) =>
        (texts.get(key) ?? '').replaceAll(/\$(\d)/g, (_, place: string) => substitutions[Number(place) - 1] ?? ''),
    },
    storage: { local: { get: async (key: string) => ({ [key]: stored[key] }) }, onChanged: listeners },
    permissions: { contains: async () => false, onAdded: listeners, onRemoved: listeners },
    commands: { getAll: async () => [{ name: 'toggle-microphone', shortcut: 'Alt+Shift+M' }] },
  },
})
