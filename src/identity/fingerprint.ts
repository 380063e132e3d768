/** `sha-256 ` and 32 upper-case hex pairs with colons: the one form that is signed. */
const FINGERPRINT = /^sha-256 [0-9A-F]{2}(?::[0-9A-F]{2}){31}$/

/** Any line that some parser might take for a fingerprint. */
const FINGERPRINT_LINE = /^\s*a\s*=\s*fingerprint\s*:(.*)$/i

/**
 * Every DTLS fingerprint of an SDP, at session and media level, in the form that is signed
 * (RFC 8122). Null where a fingerprint line is not a well-formed SHA-256 one.
 */
export function fingerprintsOf(sdp: string): readonly string[] | null {
  const fingerprints: string[] = []
  for (const line of sdp.split(/\r\n|\r|\n/)) {
    const value = FINGERPRINT_LINE.exec(line)?.[1]
    if (value === undefined) continue
    const [algorithm = '', hash = '', ...rest] = value.trim().split(/\s+/)
    const fingerprint = rest.length === 0 ? formatFingerprint({ algorithm, value: hash }) : null
    if (fingerprint === null) return null
    fingerprints.push(fingerprint)
  }
  return fingerprints
}

/** The one fingerprint that an SDP carries in all its places, or null where there is none or another one beside it. */
export function soleFingerprintOf(sdp: string): string | null {
  const fingerprints = fingerprintsOf(sdp)
  const first = fingerprints?.[0]
  return first !== undefined && fingerprints?.every((other) => other === first) ? first : null
}

/** One of `RTCCertificate.getFingerprints()` in the form that is signed, or null where it is no SHA-256. */
export function formatFingerprint(fingerprint: { algorithm?: string; value?: string }): string | null {
  const text = `${(fingerprint.algorithm ?? '').toLowerCase()} ${(fingerprint.value ?? '').toUpperCase()}`
  return FINGERPRINT.test(text) ? text : null
}
