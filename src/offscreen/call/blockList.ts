import { encodeBase64Url } from '../../identity/base64url'
import type { OutgoingMessage } from '../signaling/registration'

/** As many as the server takes. */
export const MAX_LISTED = 2_000

const SALT_BYTES = 16

/** Whom the server answers for us that we are not there: those blocked, or all but those allowed ("contacts only"). */
export interface DoorList {
  readonly kind: 'block' | 'allow'
  readonly ids: readonly string[]
}

/**
 * The list as the server gets it. It learns hashes with a salt of this list alone: whom they mean it can find out only
 * for IDs it already knows (see PRIVACY.md).
 */
export async function makeBlockList({ kind, ids }: DoorList): Promise<OutgoingMessage> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const hashes = await Promise.all(
    ids.slice(0, MAX_LISTED).map(async (id) => {
      const bytes = new TextEncoder().encode(id)
      const salted = new Uint8Array(salt.length + bytes.length)
      salted.set(salt)
      salted.set(bytes, salt.length)
      return encodeBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', salted)))
    }),
  )
  return { type: 'TABCALL-BLOCKS', payload: { salt: encodeBase64Url(salt), hashes, kind } }
}
