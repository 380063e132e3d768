import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInvitation, normalizeServer, parseDialTarget } from '../../src/protocol/invitation'
import { sanitizeName } from '../../src/protocol/text'
import vectors from '../vectors/invitations.json'

const id = 'J7085PW2P2AG47STK4JE9T3RW'

describe('somebody pastes what they were sent', () => {
  test.each(vectors)('"$text" is understood as the vectors say', ({ text, result }) => {
    expect(parseDialTarget(text)).toEqual(result)
  })

  test('every invitation that is made is understood', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.option(fc.webUrl({ validSchemes: ['http', 'https'] })),
        (name, url) => {
          const server = url === null ? null : normalizeServer(url)
          const shown = sanitizeName(name)
          expect(parseDialTarget(formatInvitation({ id, name, server }))).toEqual({
            ok: true,
            remote: { kind: 'tabcall', id },
            name: shown === '' ? null : shown,
            server,
          })
        },
      ),
    )
  })

  test('no text makes it throw', () => {
    const pieces = fc.constantFrom('tabcall:', id, '@', '#', '%', '%ff', 'https%3A%2F%2Fx', '//', ' ', '\u202e', 'x')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          parseDialTarget(text)
        },
      ),
    )
  })

  test('a whole page pasted by mistake is not searched', () => {
    expect(parseDialTarget(`${' '.repeat(5_000)}tabcall:${id}`)).toEqual({ ok: false, reason: 'invalid' })
  })
})

describe('a link names a signaling server', () => {
  test.each([
    ['https://calls.example.org', 'https://calls.example.org/'],
    ['http://127.0.0.1:9000/peers?x=1#y', 'http://127.0.0.1:9000/peers/'],
    ['https://user:secret@example.org/', null],
    ['javascript:alert(1)', null],
    ['ws://example.org/', null],
    ['', null],
    [`https://example.org/${'a'.repeat(500)}`, null],
  ])('%.40s becomes %s', (text, server) => {
    expect(normalizeServer(text)).toBe(server)
  })
})
