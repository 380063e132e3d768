import { describe, expect, it } from 'vitest'
import { parseSignalingServer } from '../../src/settings/signalingServer'

describe('parseSignalingServer', () => {
  it.each([
    ['http://127.0.0.1:9000/', 'http://127.0.0.1:9000/'],
    [' https://calls.example.org/peer ', 'https://calls.example.org/peer/'],
    ['calls.example.org', 'https://calls.example.org/'],
    ['calls.example.org:9000', 'https://calls.example.org:9000/'],
    ['localhost:9000', 'http://localhost:9000/'],
    ['192.168.1.7:9000/peer', 'http://192.168.1.7:9000/peer/'],
    ['https://calls.example.org/?x=1#y', 'https://calls.example.org/'],
  ])('takes "%s" as %s', (typed, url) => {
    expect(parseSignalingServer(typed)).toEqual({ ok: true, url })
  })

  it('tells an empty field from a bad one', () => {
    expect(parseSignalingServer('  ')).toEqual({ ok: false, reason: 'empty' })
  })

  it.each(['ws://example.org', 'ftp://example.org', 'https://user:secret@example.org', 'http://', 'a b', 'chrome://settings'])(
    'refuses "%s"',
    (typed) => {
      expect(parseSignalingServer(typed)).toEqual({ ok: false, reason: 'invalid' })
    },
  )
})
