import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeControl, parseControl } from '../../src/protocol/control'
import { fitMediaState, type MediaState } from '../../src/protocol/mediaState'
import vectors from '../vectors/control.json'

const callId = 'AAECAwQFBgcICQoLDA0ODw'
const id = 'ICEiIyQlJicoKSorLC0uLw'
const envelope = (message: unknown) => JSON.stringify({ callId, id, message })

describe('a control message', () => {
  test.each(vectors)('$message.type has the form of the vectors, and is read back from the channel', (vector) => {
    const parsed = parseControl(vector.body, 'channel')
    expect(parsed).toEqual({ ok: true, body: { callId: vector.callId, id: vector.id, message: vector.message } })
    if (parsed.ok) expect(makeControl(parsed.body.message, callId, id)).toBe(vector.body)
  })

  test.each(vectors)('$message.type goes by signaling only if it is not of the channel alone', ({ body, message }) => {
    expect(parseControl(body, 'signaling').ok).toBe(!['media', 'viewing'].includes(message.type))
  })
})

describe('the other side sends what is no control message', () => {
  test.each([
    '',
    'null',
    '[]',
    '{',
    '"accept"',
    envelope(null),
    envelope({}),
    envelope({ type: 1 }),
    envelope({ type: 'accept' }),
    envelope({ type: 'accept', camera: 1 }),
    envelope({ type: 'hangUp', cause: 'constructor' }),
    envelope({ type: 'media', revision: -1, microphone: true, camera: true, share: null }),
    envelope([{ type: 'accept' }]),
    JSON.stringify({ id, message: { type: 'busy' } }),
    JSON.stringify({ callId: 'short', id, message: { type: 'busy' } }),
    JSON.stringify({ callId: `${callId} `, id, message: { type: 'busy' } }),
    `{"callId":"${callId}","id":"${id}","__proto__":{"message":{"type":"busy"}}}`,
    `{"callId":"${callId}","id":"${id}","message":{"__proto__":{"type":"busy"}}}`,
    '['.repeat(4000),
    `${'{"message":'.repeat(300)}1${'}'.repeat(300)}`,
  ])('%.60s is malformed', (text) => {
    expect(parseControl(text, 'signaling')).toEqual({ ok: false, reason: 'malformed' })
  })

  test('a type of a version to come is told apart, whatever its name', () => {
    for (const type of ['hello', 'wave', '__proto__', 'constructor', 'toString', '']) {
      expect(parseControl(envelope({ type, more: [1] }), 'channel')).toEqual({ ok: false, reason: 'unknownType' })
    }
  })

  test('fields of a version to come are left out', () => {
    const parsed = parseControl(envelope({ type: 'busy', until: 5, constructor: 1 }), 'channel')
    expect(parsed).toEqual({ ok: true, body: { callId, id, message: { type: 'busy' } } })
  })

  test('more than its carrier takes is too large, counted in bytes', () => {
    const padded = (bytes: number) => envelope({ type: 'busy', pad: 'é'.repeat(bytes / 2) })
    expect(parseControl(padded(2_000), 'signaling').ok).toBe(true)
    expect(parseControl(padded(4_096), 'signaling')).toEqual({ ok: false, reason: 'tooLarge' })
    expect(parseControl(padded(4_096), 'channel').ok).toBe(true)
    expect(parseControl(padded(65_536), 'channel')).toEqual({ ok: false, reason: 'tooLarge' })
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.jsonValue().map(envelope)), (text) => {
        parseControl(text, 'channel')
        parseControl(text, 'signaling')
      }),
    )
  })
})

describe('what is shared has a title', () => {
  const media = (title: string, artwork: string | null): MediaState => ({
    type: 'media',
    revision: 1,
    microphone: true,
    camera: true,
    share: {
      source: 'music',
      picture: false,
      sound: true,
      title,
      music: { title, artist: title, artwork },
      motion: false,
      trouble: null,
    },
  })

  test('whatever it is, what is made of it is accepted by the other side', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), fc.webUrl(), (title, url) => {
        const parsed = parseControl(makeControl(media(title, url), callId, id), 'channel')
        expect(parsed).toEqual({ ok: true, body: { callId, id, message: fitMediaState(media(title, null)) } })
      }),
    )
  })

  test.each([
    ['of an earlier version, which says nothing of trouble', {}, null],
    ['with a picture that waits for the line', { trouble: 'line' }, 'line'],
    ['with a trouble that only a later version knows', { trouble: 'moon' }, null],
  ] as const)('%s, it is understood', (_, said, trouble) => {
    const share = { source: 'tab', picture: true, sound: false, title: 'A page', music: null, ...said }
    const parsed = parseControl(envelope({ type: 'media', revision: 1, microphone: true, camera: true, share }), 'channel')
    expect(parsed.ok && parsed.body.message).toMatchObject({ share: { title: 'A page', trouble } })
  })

  test('direction controls and markup of a hostile sender come out tame', () => {
    const parsed = parseControl(envelope(media('\u202egpj.\u2066exe <b>\n\u200bhi', null)), 'channel')
    expect(parsed.ok && parsed.body.message.type === 'media' && parsed.body.message.share?.title).toBe('gpj.exe <b> hi')
  })

  test.each([
    'https://example.org/cover.png',
    'data:image/svg+xml;base64,PHN2Zz4=',
    'data:text/html;base64,PHN2Zz4=',
    'data:image/png;base64,AAAA"><script>',
    `data:image/png;base64,${'A'.repeat(50_000)}`,
  ])('art work that is no small picture in itself is refused: %.40s', (artwork) => {
    expect(parseControl(envelope(media('t', artwork)), 'channel').ok).toBe(false)
  })
})
