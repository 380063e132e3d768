import { formatFingerprint } from '../../identity/proof'

export interface Certificate {
  readonly certificate: RTCCertificate
  /** As it is signed, see `formatFingerprint`. */
  readonly fingerprint: string
}

/**
 * DTLS certificates, one for each connection, so that two calls cannot be linked by them. One is always made ahead: with
 * it the fingerprint is known before there is an offer, and the proof costs no time (rule 4).
 */
export class CertificateStock {
  #next: Promise<Certificate> = make()

  take(): Promise<Certificate> {
    const taken = this.#next
    this.#next = make()
    return taken
  }
}

async function make(): Promise<Certificate> {
  const algorithm: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' }
  const certificate = await RTCPeerConnection.generateCertificate(algorithm)
  const [first] = certificate.getFingerprints()
  const fingerprint = first === undefined ? null : formatFingerprint(first)
  if (fingerprint === null) throw new Error('A certificate without a usable fingerprint')
  return { certificate, fingerprint }
}
