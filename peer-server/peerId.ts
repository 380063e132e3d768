import { createHash } from 'node:crypto'

/** Crockford base32. The value of a character is its place. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TABCALL_ID = /^[0-9A-HJKMNP-TV-Z]{25}$/
const HASH_CHARACTERS = 24
const HASH_PREFIX = 'tabcall id v1'

/** What PeerJS takes as an id. PeerServer itself takes anything, of any length. */
const PEER_ID = /^[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*$/
/** Room for UUIDs and names; an id is repeated in every message. */
export const MAX_PEER_ID_CHARACTERS = 64

export function isPeerId(id: string): boolean {
  return id.length <= MAX_PEER_ID_CHARACTERS && PEER_ID.test(id)
}

/** Whether an id is a Tabcall ID: 25 characters of the alphabet, the last one checking the others. */
export function isTabcallId(id: string): boolean {
  return TABCALL_ID.test(id) && checkCharacter(id.slice(0, HASH_CHARACTERS)) === id.slice(HASH_CHARACTERS)
}

/** The Tabcall ID of a raw Ed25519 public key of 32 bytes: the first 120 bits of its hash, and their check character. */
export function tabcallIdOf(publicKey: Uint8Array): string {
  const hash = createHash('sha256').update(HASH_PREFIX).update(publicKey).digest()
  const bits = Array.from(hash, (byte) => byte.toString(2).padStart(8, '0')).join('')
  let digits = ''
  for (let i = 0; i < HASH_CHARACTERS; i++) digits += ALPHABET.charAt(Number.parseInt(bits.slice(5 * i, 5 * i + 5), 2))
  return digits + checkCharacter(digits)
}

/**
 * The sum of digit[i] · 2^(24 - i) over GF(32), modulo x^5 + x^2 + 1. 2 has order 31, so all weights differ: every single
 * wrong character and every swap of two different ones changes it.
 */
function checkCharacter(digits: string): string {
  let check = 0
  for (const digit of digits) {
    check = (check ^ ALPHABET.indexOf(digit)) << 1
    if (check & 32) check ^= 0b100101
  }
  return ALPHABET.charAt(check)
}
