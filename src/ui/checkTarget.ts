import type { MessageKey } from '../i18n/t'
import { parseDialTarget } from '../protocol/invitation'

/** What is wrong with what was typed or pasted, as the sentence to show; null when it can be called. */
export function checkTarget(text: string, localId: string | null): MessageKey | null {
  const parsed = parseDialTarget(text)
  if (parsed.ok) return parsed.remote.id === localId ? 'idOwn' : null
  switch (parsed.reason) {
    case 'empty':
      return 'idEmpty'
    case 'typo':
      return 'idTypo'
    case 'invalid':
      return 'idInvalid'
    case 'invalidServer':
      return 'idInvalidServer'
  }
}
