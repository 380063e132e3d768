import { wordlist } from '@scure/bip39/wordlists/english.js'
import { decodeBase64Url } from './base64url'

const WORDS = 6
/** 2,048 words. */
const BITS_PER_WORD = 11

/**
 * Sixty-six bits can be read out, but alone they would let somebody who stands between two people search for
 * two keys of their own that give the same words to both (about 2^33 tries each). Each try costs this much more.
 * Takes some 30 ms, off the main thread.
 */
const STRETCHING = 100_000

/**
 * The six words of a call between two keys (base64url), the same on both sides whichever comes first.
 * Two people who read the same words to each other have nobody between them. Null where a key is none.
 */
export async function compareWords(publicKeyA: string, publicKeyB: string): Promise<readonly string[] | null> {
  const a = decodeBase64Url(publicKeyA)
  const b = decodeBase64Url(publicKeyB)
  if (a?.length !== 32 || b?.length !== 32) return null
  const keys = new Uint8Array(64)
  const [first, second] = isBefore(a, b) ? [a, b] : [b, a]
  keys.set(first)
  keys.set(second, 32)
  const material = await crypto.subtle.importKey('raw', keys, 'PBKDF2', false, ['deriveBits'])
  const salt = new TextEncoder().encode('tabcall words v1')
  const derived = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: STRETCHING }, material, 72)
  return toWords(new Uint8Array(derived))
}

function toWords(bytes: Uint8Array): readonly string[] {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: WORDS }, (_, index) => {
    const number = Number.parseInt(bits.slice(index * BITS_PER_WORD, (index + 1) * BITS_PER_WORD), 2)
    return wordlist[number] ?? ''
  })
}

function isBefore(a: Uint8Array, b: Uint8Array): boolean {
  const difference = a.findIndex((byte, index) => byte !== b[index])
  return difference >= 0 && (a[difference] ?? 0) < (b[difference] ?? 0)
}
