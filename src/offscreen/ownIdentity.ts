import type { IdentityStore } from '../identity/identityStore'
import { type OpenedIdentity, openIdentity } from '../identity/keyPair'

/** A store that cannot be used now may be usable soon: another program scans it, or the disk is full. */
const AGAIN_MS = 5_000

/** Opens this browser's identity and tells each outcome; goes on trying as long as the store cannot be used. */
export async function openOwnIdentity(store: IdentityStore, tell: (opened: OpenedIdentity) => void): Promise<void> {
  const opened = await openIdentity(store)
  tell(opened)
  if (!opened.ok && opened.reason === 'unavailable') setTimeout(() => void openOwnIdentity(store, tell), AGAIN_MS)
}
