import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPeerId, isTabcallId, tabcallIdOf } from '../../peer-server/peerId.ts'
import { Identity } from './support/identity.ts'

const ALPHABET = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']

test('an ID is that of its key, as the protocol’s text computes it', () => {
  for (let i = 0; i < 50; i++) {
    const identity = new Identity()
    expect(tabcallIdOf(Buffer.from(identity.publicKey, 'base64url'))).toBe(identity.id)
    expect(isTabcallId(identity.id)).toBe(true)
    expect(isPeerId(identity.id)).toBe(true)
  }
})

const anyId = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(tabcallIdOf)

test('no single wrong character passes', () => {
  fc.assert(
    fc.property(anyId, fc.nat(24), fc.constantFrom(...ALPHABET), (id, place, character) => {
      const wrong = id.slice(0, place) + character + id.slice(place + 1)
      expect(isTabcallId(wrong)).toBe(wrong === id)
    }),
    { numRuns: 2_000 },
  )
})

test('no two characters swapped pass', () => {
  fc.assert(
    fc.property(anyId, fc.nat(24), fc.nat(24), (id, a, b) => {
      const characters = [...id]
      const [one = '', other = ''] = [characters[a], characters[b]]
      characters[a] = other
      characters[b] = one
      expect(isTabcallId(characters.join(''))).toBe(one === other)
    }),
    { numRuns: 2_000 },
  )
})

test('nothing in another spelling is a Tabcall ID', () => {
  const { id } = new Identity()
  for (const other of ['', id.toLowerCase(), `${id} `, `${id}\n`, id.slice(1), `0${id}`, `${id.slice(0, 5)}-${id.slice(5)}`]) {
    if (other !== id) expect(isTabcallId(other)).toBe(false)
  }
})
