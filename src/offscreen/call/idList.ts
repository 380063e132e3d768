import { encodeBase64Url } from '../../identity/base64url'

/** As many as the server takes. */
export const MAX_LISTED = 2_000

const SALT_BYTES = 16

/**
 * IDs as the server gets them. It learns hashes with a salt of this list alone: whom they mean it can find out only for
 * IDs it already knows (see PRIVACY.md). Of more than it takes, the first count.
 */
export async function hashIds(ids: readonly string[]): Promise<{ readonly salt: string; readonly hashes: readonly string[] }> {
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
  return { salt: encodeBase64Url(salt), hashes }
}
