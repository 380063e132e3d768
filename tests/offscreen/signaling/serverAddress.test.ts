import { describe, expect, it } from 'vitest'
import { parseServerAddress } from '../../../src/offscreen/signaling/serverAddress.ts'

describe('the address of a signaling server', () => {
  it.each([
    ['http://127.0.0.1:9000/', { host: '127.0.0.1', port: 9000, path: '/', secure: false, hostHeader: '127.0.0.1:9000' }],
    ['https://calls.example', { host: 'calls.example', port: 443, path: '/', secure: true, hostHeader: 'calls.example' }],
    ['https://example.org/peer', { host: 'example.org', port: 443, path: '/peer/', secure: true, hostHeader: 'example.org' }],
    ['http://[::1]:80/a/', { host: '[::1]', port: 80, path: '/a/', secure: false, hostHeader: '[::1]' }],
  ])('%s is taken apart', (url, expected) => {
    expect(parseServerAddress(url)).toMatchObject(expected)
  })

  it('has a base that paths can be put behind', () => {
    expect(parseServerAddress('https://example.org/peer')?.base).toBe('https://example.org/peer/')
  })

  it.each(['', 'calls.example', 'ftp://example.org/', 'javascript:alert(1)', 'wss://example.org/'])('%j is none', (url) => {
    expect(parseServerAddress(url)).toBeNull()
  })
})
