import { randomBytes } from 'node:crypto'
import { randomId } from '../../../src/identity/base64url.ts'
import { type Signer, signAnswer, signControl, signOffer, soleFingerprintOf } from '../../../src/identity/proof.ts'
import { signerFromSeed } from '../../protocol/support/signer.ts'

/** One message as a client gives it to a server: the server writes `src`. */
export interface Outgoing {
  readonly type: string
  readonly dst: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** A ring with its proof, and what is needed to say more in the same call. */
export interface Ring {
  readonly callId: string
  readonly connectionId: string
  readonly message: Outgoing
}

export interface RingOptions {
  readonly sdp?: string
  readonly name?: string
  readonly time?: number
  readonly camera?: boolean
  readonly purpose?: 'ring' | 'resume'
  readonly callId?: string
  readonly connectionId?: string
}

/** A key, and the Tabcall ID that it is. */
export function makeHostileSigner(): Promise<Signer> {
  return signerFromSeed(randomBytes(32).toString('hex'))
}

/** A UDP port that nobody listens at, for an address to be lured to. */
const LURE_PORT = 40_404

/**
 * The SDP of a channel as a browser would take it, with the fingerprint of no certificate.
 * @param lure an address that whoever takes it sends connectivity checks to
 */
export function fakeSdp(lure?: string): string {
  const pairs = [...randomBytes(32)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
  const lines = [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    ...(lure ? [`a=candidate:1 1 udp 2113937151 ${lure} ${LURE_PORT} typ host`] : []),
    `a=ice-ufrag:${randomBytes(3).toString('hex')}`,
    `a=ice-pwd:${randomBytes(12).toString('hex')}`,
    `a=fingerprint:sha-256 ${pairs.join(':')}`,
    'a=setup:actpass',
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** A ring that is right in every way, but for what `options` say. */
export async function makeRing(signer: Signer, calleeId: string, options: RingOptions = {}): Promise<Ring> {
  const { sdp = fakeSdp(), name = '', time = Date.now(), camera = true, purpose = 'ring' } = options
  const { callId = randomId(), connectionId = randomId() } = options
  const claim = { calleeId, callId, connectionId, purpose, time, camera, name }
  const signature = await signOffer(signer, claim, soleFingerprintOf(sdp) ?? '')
  const metadata = { tabcall: 1, callId, purpose, time, camera, name, publicKey: signer.publicKey, signature }
  const payload = {
    type: 'data',
    connectionId,
    sdp: { type: 'offer', sdp },
    label: 'tabcall',
    reliable: true,
    serialization: 'raw',
    metadata,
  }
  return { callId, connectionId, message: { type: 'OFFER', dst: calleeId, payload } }
}

/** An answer to an offer of `callerId`, by whoever `signer` is. */
export async function makeAnswer(
  signer: Signer,
  callerId: string,
  offer: { readonly callId: string; readonly connectionId: string; readonly signature: string },
  sdp = fakeSdp(),
): Promise<Outgoing> {
  const { callId, connectionId, signature: offerSignature } = offer
  const claim = { callerId, callId, connectionId, offerSignature }
  const proof = { publicKey: signer.publicKey, signature: await signAnswer(signer, claim, soleFingerprintOf(sdp) ?? '') }
  return { type: 'ANSWER', dst: callerId, payload: { type: 'data', connectionId, sdp: { type: 'answer', sdp }, proof } }
}

/** A control message by signaling; `body` may be any text. */
export async function makeSignaledControl(signer: Signer, toId: string, connectionId: string, body: string): Promise<Outgoing> {
  const signature = await signControl(signer, { toId, body })
  return {
    type: 'CANDIDATE',
    dst: toId,
    payload: { type: 'data', connectionId, tabcall: { body, publicKey: signer.publicKey, signature } },
  }
}

/** The text of a control message of a call. */
export function controlBody(callId: string, message: unknown, id = randomId()): string {
  return JSON.stringify({ callId, id, message })
}

/** A call as a plain PeerJS client makes it. */
export function makePlainRing(dst: string, metadata: unknown = {}): Outgoing {
  const connectionId = `mc_${randomBytes(6).toString('hex')}`
  return { type: 'OFFER', dst, payload: { type: 'media', connectionId, sdp: { type: 'offer', sdp: fakeSdp() }, metadata } }
}
