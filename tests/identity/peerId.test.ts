import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupPeerId, isTabcallId, parsePeerId, peerIdFromPublicKey, remoteFromWire } from '../../src/identity/peerId'
import vectors from '../vectors/ids.json'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ID = vectors.fromPublicKey[0]?.id ?? ''

const anyId = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((key) => peerIdFromPublicKey(key))

describe('an ID and its key', () => {
  test.each(vectors.fromPublicKey)('the key $publicKeyHex has the ID of the vectors', async ({ publicKeyHex, id }) => {
    expect(await peerIdFromPublicKey(Uint8Array.from(Buffer.from(publicKeyHex, 'hex')))).toBe(id)
    expect(isTabcallId(id)).toBe(true)
  })
})

describe('an ID is typed', () => {
  test.each(vectors.parsed)('"$text" is understood as the vectors say', ({ text, result }) => {
    expect(parsePeerId(text)).toEqual(result)
  })

  test('every single wrong character is caught', async () => {
    await fc.assert(
      fc.asyncProperty(anyId, fc.nat(24), fc.nat(31), async (made, place, value) => {
        const id = await made
        const wrong = id.slice(0, place) + ALPHABET.charAt(value) + id.slice(place + 1)
        fc.pre(wrong !== id)
        expect(parsePeerId(wrong)).toEqual({ ok: false, reason: 'typo' })
      }),
    )
  })

  test('every swap of two different characters is caught, wherever they stand', async () => {
    await fc.assert(
      fc.asyncProperty(anyId, fc.nat(24), fc.nat(24), async (made, first, second) => {
        const characters = [...(await made)]
        const [a, b] = [characters[first] ?? '', characters[second] ?? '']
        fc.pre(a !== b)
        characters[first] = b
        characters[second] = a
        expect(parsePeerId(characters.join(''))).toEqual({ ok: false, reason: 'typo' })
      }),
    )
  })

  test('a character lost or doubled in a grouped ID is a typing error, never a plain id', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyId,
        fc.nat(24),
        fc.constantFrom(' ', '-', ' – '),
        fc.boolean(),
        async (made, place, separator, lost) => {
          const id = await made
          fc.pre(/[0-9]/.test(id.slice(0, place) + id.slice(place + 1)))
          const groups = [...groupPeerId(id)]
          const at = Math.floor(place / 5)
          const group = groups[at] ?? ''
          groups[at] = lost ? group.slice(0, place % 5) + group.slice((place % 5) + 1) : group + group.charAt(place % 5)
          expect(parsePeerId(groups.join(separator))).toEqual({ ok: false, reason: 'typo' })
        },
      ),
    )
  })

  test('case, spaces, dashes and look-alike letters change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyId, fc.constantFrom('', ' ', '-', '\u00a0', '\u2011', '\n'), async (made, separator) => {
        const id = await made
        const typed = groupPeerId(id).join(separator).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')
        expect(parsePeerId(`\u200e ${typed} `)).toEqual({ ok: true, remote: { kind: 'tabcall', id } })
      }),
    )
  })

  test('no text makes it throw or gives an id that a PeerServer would not take', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.stringMatching(/^[ A-Za-z0-9_-]{0,70}$/)),
        (text) => {
          const parsed = parsePeerId(text)
          if (parsed.ok && parsed.remote.kind === 'plain') {
            expect(parsed.remote.id).toMatch(/^[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*$/)
            expect(parsed.remote.id.length).toBeLessThanOrEqual(64)
          }
        },
      ),
    )
  })
})

describe('an ID comes from the server', () => {
  test('a Tabcall ID and a plain id are taken as they are', () => {
    expect(remoteFromWire(ID)).toEqual({ kind: 'tabcall', id: ID })
    expect(remoteFromWire('my-web-page')).toEqual({ kind: 'plain', id: 'my-web-page' })
  })

  test('one that only looks like a Tabcall ID is nobody', () => {
    const grouped = groupPeerId(ID).join('-')
    for (const lookalike of [ID.toLowerCase(), grouped, `${ID} `, `${ID.slice(0, -1)}${ID.endsWith('0') ? '1' : '0'}`, '']) {
      expect(remoteFromWire(lookalike)).toBeNull()
    }
  })
})

describe('an ID is shown', () => {
  test('in five groups of five', () => {
    expect(groupPeerId(ID)).toHaveLength(5)
    expect(groupPeerId(ID).join('')).toBe(ID)
  })

  test('a plain id in one piece', () => {
    expect(groupPeerId('my-web-page')).toEqual(['my-web-page'])
  })
})
