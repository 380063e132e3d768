import { describe, expect, test } from 'vitest'
import { toPlainJson } from '../../src/protocol/plainJson'
import { isSafeCandidate } from '../../src/protocol/sdp'
import { allowedIceServers } from '../../src/protocol/serverIce'
import { parseServerMessage } from '../../src/protocol/serverMessage'

function parse(message: unknown): ReturnType<typeof parseServerMessage> {
  const json = toPlainJson(message)
  return json.ok ? parseServerMessage(json.value) : { ok: false, reason: 'malformed' }
}

const hello = (...urls: unknown[]) => ({
  type: 'TABCALL-HELLO',
  payload: { version: 1, iceServers: urls.map((url) => ({ urls: url })) },
})

describe('the server speaks', () => {
  test('PeerJS messages of every type are known, with and without what stock servers leave out', () => {
    for (const message of [
      { type: 'OPEN' },
      { type: 'ID-TAKEN', payload: { msg: 'ID is taken' } },
      { type: 'ERROR', payload: { msg: 'x' } },
      { type: 'ERROR' },
      { type: 'INVALID-KEY' },
      { type: 'LEAVE', src: 'a' },
      { type: 'EXPIRE', src: 'a', dst: 'b' },
      { type: 'EXPIRE', src: 'a', payload: { connectionId: 'mc_1' } },
      { type: 'OFFER', src: 'a', payload: null },
      { type: 'CANDIDATE', src: 'a', payload: {} },
      { type: 'TABCALL-TAKEN-OVER' },
      { type: 'TABCALL-BUSY', src: 'a', dst: 'b', payload: { connectionId: 'mc_1' } },
    ]) {
      expect(parse(message)).toMatchObject({ ok: true, message: { type: message.type } })
    }
  })

  test('types of a version to come are told apart from broken ones', () => {
    expect(parse({ type: 'TABCALL-WAVE' })).toEqual({ ok: false, reason: 'unknownType' })
    expect(parse({ type: '__proto__' })).toEqual({ ok: false, reason: 'unknownType' })
    for (const broken of [
      null,
      1,
      [],
      {},
      { type: null },
      { type: 'LEAVE' },
      { type: 'OFFER', src: '' },
      { type: 'EXPIRE', src: ['a'] },
      { type: 'TABCALL-BUSY', src: 'a' },
    ]) {
      expect(parse(broken)).toEqual({ ok: false, reason: 'malformed' })
    }
  })
})

describe('the server offers ICE servers', () => {
  test('a few with plain URLs are taken', () => {
    expect(parse(hello('stun:calls.example.org:3478', ['turn:198.51.100.7:443?transport=tcp', 'stun:[2001:db8::1]'])).ok).toBe(
      true,
    )
  })

  test('many, or other URLs, are not', () => {
    expect(parse(hello('stun:a', 'stun:b', 'stun:c', 'stun:d', 'stun:e')).ok).toBe(false)
    for (const url of ['http://a/', 'stun:a b', 'stun:', 'javascript:1', ['stun:a', 5], []])
      expect(parse(hello(url)).ok).toBe(false)
  })

  test('a public server cannot have the home network probed', () => {
    const privately = [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.1.1',
      '100.64.0.1',
      '0x7f.1',
      '2130706433',
      '[::1]',
      '[fd00::1]',
      '[fe80::1]',
      '[::ffff:10.0.0.1]',
      '[2002:c0a8:0101::1]',
      '[2001:0:c0a8:101::1]',
      '[2001::1]',
      '[2001:db8::1]',
      '[3fff::1]',
      '198.18.0.1',
      '198.19.255.255',
      '198.51.100.1',
      '203.0.113.9',
      '192.0.2.1',
      '192.88.99.1',
      'localhost',
      'router',
      'nas.local',
      'x.home.arpa.',
    ]
    const offered = privately.map((host) => ({ urls: [`stun:${host}:3478`] }))
    expect(allowedIceServers(offered, 'https://calls.example.org/')).toEqual([])
    expect(allowedIceServers(offered, 'http://192.168.1.5:9000/')).toEqual(offered.slice(0, 8))
  })

  test('its public ones stay', () => {
    const offered = [
      { urls: ['stun:calls.example.org:3478', 'turn:8.8.8.8?transport=udp', 'stun:10.0.0.1'] },
      { urls: ['stun:[2001:4860::8888]', 'stun:198.20.0.1', 'stun:[2003::1]'] },
    ]
    expect(allowedIceServers(offered, 'https://calls.example.org/')).toEqual([
      { urls: ['stun:calls.example.org:3478', 'turn:8.8.8.8?transport=udp'] },
      { urls: ['stun:[2001:4860::8888]', 'stun:198.20.0.1', 'stun:[2003::1]'] },
    ])
  })

  test('no more than eight addresses of them count, whoever has how many', () => {
    const offered = [3, 4, 4].map((count, server) => ({
      urls: Array.from({ length: count }, (_, i) => `stun:8.8.${server}.${i}`),
    }))
    const allowed = allowedIceServers(offered, 'https://calls.example.org/')
    expect(allowed.map(({ urls }) => urls.length)).toEqual([3, 4, 1])
  })
})

describe('a candidate comes', () => {
  test('with an address or an mDNS name it is taken', () => {
    for (const candidate of [
      '',
      'candidate:842163049 1 udp 1677729535 198.51.100.7 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0 ufrag EEtu network-cost 999',
      'candidate:1 1 TCP 1518280447 2001:db8::7 9 typ host tcptype active',
      'candidate:1 1 udp 2113937151 b6b5a5a0-4b4c-4f4d-8e8f-123456789abc.local 50000 typ host generation 0',
    ]) {
      expect(isSafeCandidate(candidate)).toBe(true)
    }
  })

  test('with a host name that this browser would look up it is not', () => {
    for (const candidate of [
      'candidate:1 1 udp 1 tracker.example.org 9 typ host',
      'candidate:1 1 udp 1 evil.local.example.org 9 typ host',
      'candidate:1 1 udp 1 1.2.3.4 9 typ host\r\na=fingerprint:x',
      'nonsense',
      `candidate:1 1 udp 1 1.2.3.4 9 typ host ${'x'.repeat(2_000)}`,
    ]) {
      expect(isSafeCandidate(candidate)).toBe(false)
    }
  })
})

describe('data of any shape', () => {
  test('is copied without prototypes, accessors and what reaches them', () => {
    const hostile = JSON.parse('{"a":{"__proto__":{"b":1},"constructor":{"prototype":{}},"c":[1]}}')
    Object.defineProperty(hostile, 'thrower', {
      enumerable: true,
      get: () => {
        throw new Error('read')
      },
    })
    expect(toPlainJson(hostile)).toMatchObject({ ok: true, value: { a: { c: [1] } } })
    const copy = toPlainJson(hostile)
    expect(copy.ok && JSON.stringify(copy.value)).toBe('{"a":{"c":[1]}}')
  })

  test('that is huge, deep, circular or no data is refused', () => {
    const circle: unknown[] = []
    circle.push(circle)
    const sparse = new Array(1e9)
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    for (const strange of [
      circle,
      sparse,
      proxy,
      { a: 'x'.repeat(200_000) },
      Array.from({ length: 2_000 }, () => 0),
      1n,
      Symbol('x'),
      () => 0,
      Number.NaN,
    ]) {
      expect(toPlainJson(strange).ok).toBe(false)
    }
  })
})
