import { encodeBase64Url } from '../../identity/base64url'
import type { OutgoingMessage } from '../signaling/registration'

/** As many as the server takes. */
const MAX_BLOCKED = 2_000

const SALT_BYTES = 16

/**
 * Has the server answer for us that we are not there when a blocked ID calls. It learns hashes with a salt of this
 * connection alone: whom they mean it can find out only for IDs it already knows (see PRIVACY.md).
 */
export async function makeBlockList(ids: readonly string[]): Promise<OutgoingMessage> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const hashes = await Promise.all(
    ids.slice(0, MAX_BLOCKED).map(async (id) => {
      const bytes = new TextEncoder().encode(id)
      const salted = new Uint8Array(salt.length + bytes.length)
      salted.set(salt)
      salted.set(bytes, salt.length)
      return encodeBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', salted)))
    }),
  )
  return { type: 'TABCALL-BLOCKS', payload: { salt: encodeBase64Url(salt), hashes } }
}
