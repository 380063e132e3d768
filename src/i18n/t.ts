import browser from 'webextension-polyfill'
import type messages from '../../_locales/en/messages.json'

/** Every text there is; one that is not in `_locales/en/messages.json` does not compile. */
export type MessageKey = keyof typeof messages

/** The text of a key in the browser's language, with `$1`, `$2`… replaced. */
export function t(key: MessageKey, ...substitutions: readonly (string | number)[]): string {
  return browser.i18n.getMessage(
    key,
    substitutions.map((value) => String(value)),
  )
}
