import { decodeBase64Url, encodeBase64Url } from './base64url'
import { soleFingerprintOf } from './fingerprint'
import { isTabcallId, peerIdFromPublicKey } from './peerId'

export { fingerprintsOf, formatFingerprint, soleFingerprintOf } from './fingerprint'

/** Whoever holds the key of an ID. The key itself is out of reach. */
export interface Signer {
  readonly id: string
  /** Base64url of the raw 32 bytes. */
  readonly publicKey: string
  /** The Ed25519 signature, base64url of 64 bytes. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<string>
}

/** A signature, and the key to check it with. */
export interface Proof {
  readonly publicKey: string
  readonly signature: string
}

export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false
      /** `wrongKey`: the key is not that of the ID. `fingerprint`: the SDP has none, or more than one. */
      readonly reason: 'malformed' | 'wrongKey' | 'fingerprint' | 'signature'
    }

export interface RegistrationClaim {
  readonly id: string
  /** As the Host header has it: `new URL(server).host`. */
  readonly host: string
  /** From the server's challenge, base64url. */
  readonly nonce: string
}

export interface OfferClaim {
  readonly callerId: string
  readonly calleeId: string
  readonly callId: string
  readonly connectionId: string
  readonly purpose: 'ring' | 'resume'
  /** Milliseconds since the epoch by the caller's clock; signed, but nobody relies on clocks. */
  readonly time: number
  readonly camera: boolean
  readonly name: string
}

export interface AnswerClaim {
  readonly callerId: string
  readonly calleeId: string
  readonly callId: string
  readonly connectionId: string
  /** The signature of the offer that is answered: an answer fits one offer alone. */
  readonly offerSignature: string
}

export interface ControlClaim {
  readonly fromId: string
  readonly toId: string
  /** The raw text of the control body. */
  readonly body: string
}

/** The token with which an ID is registered at a server that asks for proof. */
export async function signRegistration(signer: Signer, challenge: { host: string; nonce: string }): Promise<string> {
  const signature = await sign(signer, registrationLines({ id: signer.id, ...challenge }))
  return `tc1.${signer.publicKey}.${challenge.nonce}.${signature}`
}

export function verifyRegistration(claim: RegistrationClaim, proof: Proof): Promise<Verdict> {
  return verify(claim.id, registrationLines(claim), proof)
}

/** `fingerprint` as `formatFingerprint` writes it. */
export function signOffer(signer: Signer, claim: Omit<OfferClaim, 'callerId'>, fingerprint: string): Promise<string> {
  return sign(signer, offerLines({ ...claim, callerId: signer.id }, fingerprint))
}

/** Whether the caller's key signed this offer and the one fingerprint of its SDP. */
export async function verifyOffer(claim: OfferClaim, proof: Proof, sdp: string): Promise<Verdict> {
  const fingerprint = soleFingerprintOf(sdp)
  if (fingerprint === null) return { ok: false, reason: 'fingerprint' }
  return verify(claim.callerId, offerLines(claim, fingerprint), proof)
}

export function signAnswer(signer: Signer, claim: Omit<AnswerClaim, 'calleeId'>, fingerprint: string): Promise<string> {
  return sign(signer, answerLines({ ...claim, calleeId: signer.id }, fingerprint))
}

/** Whether the callee's key signed this answer to this very offer, and the one fingerprint of its SDP. */
export async function verifyAnswer(claim: AnswerClaim, proof: Proof, sdp: string): Promise<Verdict> {
  const fingerprint = soleFingerprintOf(sdp)
  if (fingerprint === null) return { ok: false, reason: 'fingerprint' }
  return verify(claim.calleeId, answerLines(claim, fingerprint), proof)
}

export function signControl(signer: Signer, claim: Omit<ControlClaim, 'fromId'>): Promise<string> {
  return sign(signer, controlLines({ ...claim, fromId: signer.id }))
}

export function verifyControl(claim: ControlClaim, proof: Proof): Promise<Verdict> {
  return verify(claim.fromId, controlLines(claim), proof)
}

function registrationLines({ id, host, nonce }: RegistrationClaim): readonly string[] {
  return ['tabcall/1 register', id, host, nonce]
}

function offerLines(claim: OfferClaim, fingerprint: string): readonly string[] {
  return [
    'tabcall/1 offer',
    claim.callerId,
    claim.calleeId,
    claim.callId,
    claim.connectionId,
    claim.purpose,
    String(claim.time),
    claim.camera ? '1' : '0',
    encodeBase64Url(new TextEncoder().encode(claim.name)),
    fingerprint,
  ]
}

function answerLines(claim: AnswerClaim, fingerprint: string): readonly string[] {
  const { callerId, calleeId, callId, connectionId, offerSignature } = claim
  return ['tabcall/1 answer', callerId, calleeId, callId, connectionId, offerSignature, fingerprint]
}

function controlLines({ fromId, toId, body }: ControlClaim): readonly string[] {
  return ['tabcall/1 control', fromId, toId, body]
}

/** The bytes signed, or null where a line break would make two readings of them. The last line may hold any text. */
function statement(lines: readonly string[]): Uint8Array<ArrayBuffer> | null {
  if (lines.slice(0, -1).some((line) => line.includes('\n'))) return null
  return new TextEncoder().encode(lines.join('\n'))
}

async function sign(signer: Signer, lines: readonly string[]): Promise<string> {
  const bytes = statement(lines)
  if (bytes === null) throw new TypeError('A signed field holds a line break')
  return signer.sign(bytes)
}

async function verify(id: string, lines: readonly string[], proof: Proof): Promise<Verdict> {
  const bytes = statement(lines)
  const publicKey = decodeBase64Url(proof.publicKey)
  const signature = decodeBase64Url(proof.signature)
  if (!bytes || publicKey?.length !== 32 || signature?.length !== 64) return { ok: false, reason: 'malformed' }
  if (!isTabcallId(id)) return { ok: false, reason: 'wrongKey' }
  // Side by side: each is a way to another thread and back, and a ring waits for both.
  const [owner, valid] = await Promise.all([peerIdFromPublicKey(publicKey), isSignature(publicKey, signature, bytes)])
  if (owner !== id) return { ok: false, reason: 'wrongKey' }
  if (valid === null) return { ok: false, reason: 'malformed' }
  return valid ? { ok: true } : { ok: false, reason: 'signature' }
}

/** Null for thirty-two bytes that are no point of the curve. */
async function isSignature(
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean | null> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, signature, bytes)
  } catch {
    return null
  }
}
