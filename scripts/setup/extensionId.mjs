import { createHash } from 'node:crypto'

/**
 * The extension's id, which its manifest's public key fixes: 32 letters a to p, one for each half byte of the key's hash.
 * @param {string} key base64, as in the manifest
 */
export function extensionId(key) {
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32)
  return [...hash].map((digit) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(digit, 16))).join('')
}
