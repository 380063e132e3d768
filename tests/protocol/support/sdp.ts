/** A small SDP with the fingerprint at session level and, where given, others at media level. */
export function makeSdp(fingerprint: string, ...mediaFingerprints: readonly string[]): string {
  const lines = [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=fingerprint:${fingerprint}`,
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    ...mediaFingerprints.map((other) => `a=fingerprint:${other}`),
    'a=mid:0',
  ]
  return `${lines.join('\r\n')}\r\n`
}
