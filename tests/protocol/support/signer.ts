import { peerIdFromPublicKey } from '../../../src/identity/peerId'
import type { Signer } from '../../../src/identity/proof'

/** The PKCS8 frame around an Ed25519 seed (RFC 8410). */
export const PKCS8_PREFIX = '302e020100300506032b657004220420'

/** A signer with a fixed key, for vectors and for tests that sign thousands of messages. */
export async function signerFromSeed(seedHex: string): Promise<Signer & { readonly seedHex: string }> {
  const pkcs8 = Uint8Array.from(Buffer.from(PKCS8_PREFIX + seedHex, 'hex'))
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  const { x: publicKey = '' } = await crypto.subtle.exportKey('jwk', key)
  return {
    seedHex,
    publicKey,
    id: await peerIdFromPublicKey(Buffer.from(publicKey, 'base64url')),
    sign: async (bytes) => Buffer.from(await crypto.subtle.sign('Ed25519', key, bytes)).toString('base64url'),
  }
}
