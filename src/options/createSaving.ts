import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import { sendBrowserCommand } from '../messaging/bus'
import type { BrowserCommand } from '../messaging/command'
import type { Settings } from '../settings/settings'

/** How long "Saved" stands. */
const SAID_MS = 6_000

export type SettingsChanges = { readonly [Key in keyof Settings]?: Settings[Key] }

export interface Saving {
  /** What the page's `status` says; empty when there is nothing to say. */
  readonly said: Accessor<string>
  say(key: MessageKey, ...substitutions: readonly number[]): void
  /** Saves at once, and says so once it is saved. */
  save(changes: SettingsChanges): void
  run(command: BrowserCommand, said: MessageKey, ...substitutions: readonly number[]): void
}

/** Changes go to the background, which alone writes. */
export function createSaving(): Saving {
  const [said, setSaid] = createSignal('')
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))

  const say: Saving['say'] = (key, ...substitutions) => {
    clearTimeout(timer)
    // Emptied first, so that the same words are read out again.
    setSaid('')
    queueMicrotask(() => setSaid(t(key, ...substitutions)))
    timer = setTimeout(() => setSaid(''), SAID_MS)
  }
  const run: Saving['run'] = (command, key, ...substitutions) => {
    sendBrowserCommand(command).then(
      () => say(key, ...substitutions),
      () => say('notSaved'),
    )
  }
  return { said, say, run, save: (changes) => run({ type: 'updateSettings', changes }, 'saved') }
}
