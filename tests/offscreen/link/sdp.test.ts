import { expect, it } from 'vitest'
import { tuneDescription, withPassiveDtls } from '../../../src/offscreen/link/sdp'

const AUDIO = (setup: string, types: readonly [opus: number, red: number] = [111, 63]): string[] => [
  `m=audio 9 UDP/TLS/RTP/SAVPF ${types[1]} ${types[0]} 9`,
  `a=setup:${setup}`,
  `a=rtpmap:${types[0]} opus/48000/2`,
  `a=rtcp-fb:${types[0]} transport-cc`,
  `a=fmtp:${types[0]} minptime=10;useinbandfec=1`,
  `a=rtpmap:${types[1]} red/48000/2`,
  `a=fmtp:${types[1]} ${types[0]}/${types[0]}`,
  'a=rtpmap:9 G722/8000',
]
const VIDEO = ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=rtpmap:96 VP8/90000']

function description(setup: string, shareTypes?: readonly [number, number]): string {
  return ['v=0', ...AUDIO(setup), ...VIDEO, ...VIDEO, ...AUDIO(setup, shareTypes), ''].join('\r\n')
}

function sections(sdp: string): string[] {
  return sdp.split('m=').slice(1)
}

it('gives shared sound payload types of its own in an offer, and music parameters to it alone', () => {
  const [voice = '', , , music = ''] = sections(tuneDescription(description('actpass')))
  expect(voice).toContain('a=fmtp:111 minptime=10;useinbandfec=1\r\n')
  expect(voice).not.toContain('stereo')
  expect(music).toMatch(/^audio 9 UDP\/TLS\/RTP\/SAVPF 98 97 9\r\n/)
  expect(music).toContain('a=rtpmap:97 opus/48000/2\r\n')
  expect(music).toContain('a=rtcp-fb:97 transport-cc\r\n')
  expect(music).toContain('a=rtcp-fb:97 nack\r\n')
  expect(music).toMatch(/a=fmtp:97 .*stereo=1;sprop-stereo=1;maxaveragebitrate=510000;usedtx=0\r\n/)
  expect(music).toContain('a=fmtp:98 97/97\r\n')
  expect(music).not.toMatch(/:111 |:63 /)
})

it('leaves the DTLS handshake to the other side in every section of a passive answer', () => {
  const passive = withPassiveDtls(description('active'))
  expect(passive).toContain('a=setup:passive')
  expect(passive).not.toContain('a=setup:active')
  expect(passive.replaceAll('passive', 'active')).toBe(description('active'))
})

it('keeps the payload types of the offer in an answer', () => {
  const [, , , music = ''] = sections(tuneDescription(description('active', [97, 98])))
  expect(music).toMatch(/^audio 9 UDP\/TLS\/RTP\/SAVPF 98 97 9\r\n/)
  expect(music).toMatch(/a=fmtp:97 .*stereo=1/)
})
