import { describe, expect, it } from 'vitest'
import { MAX_ICE_SERVERS, parseIceServers } from '../../src/settings/iceServers'

describe('parseIceServers', () => {
  it('reads STUN and TURN servers, one a line, and passes over empty lines', () => {
    expect(
      parseIceServers(
        'stun:stun.example.org:3478\r\n\n  turn:10.0.0.3:3478?transport=tcp  alice s3cret \nturns:[2001:db8::1]:5349 bob pw',
      ),
    ).toEqual({
      ok: true,
      servers: [
        { urls: 'stun:stun.example.org:3478' },
        { urls: 'turn:10.0.0.3:3478?transport=tcp', username: 'alice', credential: 's3cret' },
        { urls: 'turns:[2001:db8::1]:5349', username: 'bob', credential: 'pw' },
      ],
    })
  })

  it('reads an empty field as no servers', () => {
    expect(parseIceServers(' \n ')).toEqual({ ok: true, servers: [] })
  })

  it('lets the port be left out, and the scheme be in capitals', () => {
    expect(parseIceServers('STUN:example.org')).toEqual({ ok: true, servers: [{ urls: 'stun:example.org' }] })
  })

  it.each([
    ['https://example.org', 'scheme'],
    ['example.org:3478', 'scheme'],
    ['stun:', 'host'],
    ['stun://example.org', 'host'],
    ['stun:-bad-.org', 'host'],
    ['stun:300.1.1.1:3478', 'host'],
    ['stun:[::zz]:3478', 'host'],
    ['stun:a b:1', 'surplus'],
    ['stun:example.org:', 'port'],
    ['stun:example.org:0', 'port'],
    ['stun:example.org:65536', 'port'],
    ['stun:example.org:34a', 'port'],
    ['turn:example.org?transport=sctp user secret', 'transport'],
    ['stun:example.org?transport=udp', 'transport'],
    ['turn:example.org:3478', 'credentials'],
    ['turn:example.org:3478 user', 'credentials'],
    ['turn:example.org:3478 user secret more', 'surplus'],
    ['stun:example.org user', 'surplus'],
  ] as const)('refuses "%s" and names its line and why', (line, reason) => {
    expect(parseIceServers(`stun:example.org\n\n${line}`)).toEqual({ ok: false, line: 3, reason })
  })

  it('refuses more servers than help', () => {
    const most = Array.from({ length: MAX_ICE_SERVERS }, (_, index) => `stun:s${index}.example.org`).join('\n')
    expect(parseIceServers(most).ok).toBe(true)
    expect(parseIceServers(`${most}\nstun:one.more`)).toEqual({ ok: false, line: MAX_ICE_SERVERS + 1, reason: 'tooMany' })
  })
})
