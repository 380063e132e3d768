import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import * as v from 'valibot'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ChallengeSchema = v.object({ nonce: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)) })

/** A key pair, its Tabcall ID, and proofs: written from the protocol's text, apart from the server's own code. */
export class Identity {
  readonly id: string
  readonly publicKey: string
  #privateKey: KeyObject

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    this.#privateKey = privateKey
    this.publicKey = v.parse(v.string(), publicKey.export({ format: 'jwk' }).x)
    this.id = idOf(Buffer.from(this.publicKey, 'base64url'))
  }

  /** A token that registers this ID at a server, now. Anything about it can be made wrong. */
  async token(url: string, wrong: { id?: string; host?: string; nonce?: string } = {}): Promise<string> {
    const nonce = wrong.nonce ?? (await challenge(url, this.id))
    const lines = ['tabcall/1 register', wrong.id ?? this.id, wrong.host ?? new URL(url).host, nonce]
    const signature = sign(null, Buffer.from(lines.join('\n')), this.#privateKey).toString('base64url')
    return `tc1.${this.publicKey}.${nonce}.${signature}`
  }
}

export async function challenge(url: string, id: string): Promise<string> {
  const response = await fetch(`${url}tabcall/challenge?id=${id}`)
  return v.parse(ChallengeSchema, await response.json()).nonce
}

/** By big integers, unlike the server, so that a slip in either shows. */
function idOf(publicKey: Uint8Array): string {
  const hash = createHash('sha256').update('tabcall id v1').update(publicKey).digest('hex')
  const bits = BigInt(`0x${hash}`) >> 136n
  const digits = Array.from({ length: 24 }, (_, i) => Number((bits >> BigInt(5 * (23 - i))) & 31n))
  const check = digits.reduce((sum, digit, i) => sum ^ times(digit, power(24 - i)), 0)
  return [...digits, check].map((digit) => ALPHABET.charAt(digit)).join('')
}

function power(exponent: number): number {
  return exponent === 0 ? 1 : times(2, power(exponent - 1))
}

/** In GF(32), modulo x^5 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 4; bit >= 0; bit--) {
    product <<= 1
    if (product & 32) product ^= 0b100101
    if ((b >> bit) & 1) product ^= a
  }
  return product
}
