import type { Remote } from '../call/remote'

/** Crockford base32: no I, L, O (read as 1, 1, 0) and no U. The value of a character is its place. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 120 bits of the key's hash, five a character. */
const HASH_CHARACTERS = 24
const ID_CHARACTERS = HASH_CHARACTERS + 1
const GROUP_CHARACTERS = 5

/** What PeerServer takes as an id; base64url breaks there, hence base32. */
const PLAIN_ID = /^[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*$/
export const MAX_PLAIN_ID_CHARACTERS = 64

/** More than any ID, link or invitation with spaces; beyond it nothing is looked at. */
const MAX_TYPED_CHARACTERS = 2000

/** Separates this hash from every other use of the same key. */
const HASH_PREFIX = 'tabcall id v1'

export type ParsedPeerId =
  | { readonly ok: true; readonly remote: Remote }
  /** `typo`: meant as a Tabcall ID, but a character is wrong, missing or too many. */
  | { readonly ok: false; readonly reason: 'empty' | 'typo' | 'invalid' }

/** Whether this is a Tabcall ID exactly as it stands on the wire: 25 upper-case characters with the right check. */
export function isTabcallId(id: string): boolean {
  return id.length === ID_CHARACTERS && isAlphabetic(id) && residue(id) === 0
}

/**
 * An ID as a person types or pastes it. Spaces, dashes and case do not matter in a Tabcall ID, and
 * I, L, O are read as 1, 1, 0; a plain PeerJS id is kept as typed. What was plainly meant as a
 * Tabcall ID but is not one is a typo, and never called as a plain one.
 */
export function parsePeerId(text: string): ParsedPeerId {
  if (text.length > MAX_TYPED_CHARACTERS) return { ok: false, reason: 'invalid' }
  const typed = stripInvisible(text)
  if (typed === '') return { ok: false, reason: 'empty' }
  const id = normalize(typed)
  if (isTabcallId(id)) return { ok: true, remote: { kind: 'tabcall', id } }
  if (isAlphabetic(id) && id.length === ID_CHARACTERS) return { ok: false, reason: 'typo' }
  if (looksMistyped(typed)) return { ok: false, reason: 'typo' }
  if (typed.length <= MAX_PLAIN_ID_CHARACTERS && PLAIN_ID.test(typed)) return { ok: true, remote: { kind: 'plain', id: typed } }
  return { ok: false, reason: 'invalid' }
}

/**
 * Who a message on the wire says it is from. Null for an id that is no valid one, and for one that a
 * person would take for a Tabcall ID (other case, spaces, a wrong check): nobody may pass for another so.
 */
export function remoteFromWire(id: string): Remote | null {
  const parsed = parsePeerId(id)
  return parsed.ok && parsed.remote.id === id ? parsed.remote : null
}

/** Five groups of five for a Tabcall ID, to be spaced by style alone; a plain id is one group. */
export function groupPeerId(id: string): readonly string[] {
  if (!isTabcallId(id)) return [id]
  return Array.from({ length: ID_CHARACTERS / GROUP_CHARACTERS }, (_, group) =>
    id.slice(group * GROUP_CHARACTERS, (group + 1) * GROUP_CHARACTERS),
  )
}

/** The ID of an Ed25519 public key given as its raw 32 bytes: first 120 bits of its hash, and the check character. */
export async function peerIdFromPublicKey(raw: Uint8Array): Promise<string> {
  const prefix = new TextEncoder().encode(HASH_PREFIX)
  const input = new Uint8Array(prefix.length + raw.length)
  input.set(prefix)
  input.set(raw, prefix.length)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', input))
  let digits = ''
  let bits = 0
  let held = 0
  for (const byte of hash) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5 && digits.length < HASH_CHARACTERS) {
      bits -= 5
      digits += ALPHABET.charAt((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
    if (digits.length === HASH_CHARACTERS) break
  }
  return digits + checkCharacter(digits)
}

/** The check character of 24 digits: the one that brings `residue` of all 25 to 0. */
function checkCharacter(digits: string): string {
  let check = 0
  for (const digit of digits) check = timesTwo(check ^ ALPHABET.indexOf(digit))
  return ALPHABET.charAt(check)
}

/**
 * The sum of digit[i] · 2^(24 - i) over GF(32), 0 for a valid ID. All 25 weights are different and none
 * is 0 (2 has order 31), so every single wrong character and every swap of two different ones is seen.
 */
function residue(id: string): number {
  let sum = 0
  for (const digit of id) sum = timesTwo(sum) ^ ALPHABET.indexOf(digit)
  return sum
}

/** Multiplication by x in GF(32) modulo x^5 + x^2 + 1. */
function timesTwo(value: number): number {
  return value & 16 ? ((value << 1) ^ 0b100101) & 31 : value << 1
}

function isAlphabetic(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]+$/.test(text)
}

/** Pasted text brings zero-width and direction characters along; none of them means anything in an ID. */
function stripInvisible(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
}

function normalize(typed: string): string {
  const joined = typed.replaceAll(/[\s\p{Pd}\u2212]/gu, '')
  // Only ASCII is raised: some other letters become ASCII ones that way.
  if (!/^[0-9A-Za-z]+$/.test(joined)) return joined
  return joined.toUpperCase().replaceAll(/[IL]/g, '1').replaceAll('O', '0')
}

/**
 * Shapes that a person gets from a Tabcall ID by losing, doubling or misreading a character, or by
 * copying only a part. Ids in the wild that must stay callable: words joined by dashes, UUIDs,
 * ULIDs (26 characters of the same alphabet, starting with 0) and lower-case hex.
 */
function looksMistyped(typed: string): boolean {
  const groups = typed.split(/[\s\p{Pd}\u2212]+/u)
  if (!groups.every((group) => /^[0-9A-Za-z]+$/.test(group))) return false
  if (!/[0-9]/.test(typed)) return false
  const whole = groups.filter((group) => group.length === GROUP_CHARACTERS).length
  if (groups.length > 1) return groups.length >= 4 && groups.length <= 6 && whole >= groups.length - 1 && whole >= 4
  const lengthNear = Math.abs(typed.length - ID_CHARACTERS) <= 1
  const isUlid = typed.length === 26 && typed.startsWith('0')
  return lengthNear && !isUlid && /^[0-9A-Z]+$/.test(typed) && /[A-Z]/.test(typed)
}
