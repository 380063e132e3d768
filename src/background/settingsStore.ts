import { parseSettings, type Settings } from '../settings/settings'
import type { StorageApi } from './browserApi'
import { makeStored } from './stored'

/** What `updateSettings` carries: one or more of the settings, each already parsed. */
export type SettingsChanges = { readonly [Key in keyof Settings]?: Settings[Key] | undefined }

export interface SettingsStore {
  read(): Promise<Settings>
  update(changes: SettingsChanges): Promise<Settings>
}

/** The settings under `settings` in `storage.local`; views read them there, the service worker alone writes. */
export function makeSettingsStore(area: StorageApi): SettingsStore {
  const stored = makeStored(area, 'settings', parseSettings)
  return {
    read: stored.read,
    update: async (changes) => (await stored.change((settings) => parseSettings({ ...settings, ...changes }))).after,
  }
}
