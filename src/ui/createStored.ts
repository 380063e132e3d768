import { type Accessor, createSignal, onCleanup } from 'solid-js'
import browser from 'webextension-polyfill'
import { parsePeople } from '../people/contacts'
import { parseCalls } from '../people/history'
import type { CallEntry, Person } from '../people/people'
import { parseSettings, type Settings } from '../settings/settings'

/** One key of `storage.local`, parsed on every read and followed as it changes. Null until it was read. */
export function createStored<T>(key: string, parse: (stored: unknown) => T): Accessor<T | null> {
  const [value, setValue] = createSignal<{ readonly parsed: T } | null>(null)
  const follow = (changes: Record<string, { newValue?: unknown }>, area: string): void => {
    const change = changes[key]
    if (area === 'local' && change) setValue({ parsed: parse(change.newValue) })
  }
  browser.storage.onChanged.addListener(follow)
  onCleanup(() => browser.storage.onChanged.removeListener(follow))
  void browser.storage.local.get(key).then((stored) => setValue((known) => known ?? { parsed: parse(stored[key]) }))
  return () => value()?.parsed ?? null
}

export const createStoredSettings = (): Accessor<Settings | null> => createStored('settings', parseSettings)

export const createStoredPeople = (): Accessor<readonly Person[] | null> => createStored('people', parsePeople)

/** Newest first. */
export const createStoredCalls = (): Accessor<readonly CallEntry[] | null> =>
  createStored('calls', (stored) => parseCalls(stored).toSorted((a, b) => b.endedAt - a.endedAt))
