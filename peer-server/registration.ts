import { createPublicKey, verify } from 'node:crypto'
import type { Challenges } from './challenge.ts'
import { tabcallIdOf } from './peerId.ts'

const TOKEN = /^tc1\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{86})$/

/**
 * Whether a token proves a Tabcall ID: signed by the ID's key, for this host, over an open nonce. A good proof uses
 * up its nonce.
 * @param host the Host header the client sent, which is what it believes to talk to.
 */
export function proves(token: string, id: string, host: string, challenges: Challenges): boolean {
  const [, publicKey, nonce, signature] = TOKEN.exec(token) ?? []
  if (publicKey === undefined || nonce === undefined || signature === undefined) return false
  if (tabcallIdOf(Buffer.from(publicKey, 'base64url')) !== id) return false
  if (!challenges.isOpen(id, nonce)) return false
  const statement = ['tabcall/1 register', id, host, nonce].join('\n')
  if (!isSigned(statement, publicKey, signature)) return false
  challenges.use(nonce)
  return true
}

function isSigned(statement: string, publicKey: string, signature: string): boolean {
  try {
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: publicKey } })
    return verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64url'))
  } catch {
    // Thirty-two bytes that are no point of the curve.
    return false
  }
}
