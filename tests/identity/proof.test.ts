import { describe, expect, test } from 'vitest'
import {
  fingerprintsOf,
  formatFingerprint,
  type OfferClaim,
  signAnswer,
  signControl,
  signOffer,
  signRegistration,
  verifyAnswer,
  verifyControl,
  verifyOffer,
  verifyRegistration,
} from '../../src/identity/proof'
import { makeSdp } from '../protocol/support/sdp'
import { signerFromSeed } from '../protocol/support/signer'
import vectors from '../vectors/proofs.json'

const alice = await signerFromSeed(vectors.keys[0]?.seedHex ?? '')
const bob = await signerFromSeed(vectors.keys[1]?.seedHex ?? '')
const { offer, answer, control, register } = vectors
const offerClaim: OfferClaim = { ...offer.claim, purpose: 'ring' }
const other = `sha-256 ${Array.from({ length: 32 }, () => 'C3').join(':')}`

describe('the vectors', () => {
  test('are what the keys sign', async () => {
    expect(await signRegistration(alice, register)).toBe(register.token)
    expect(await signOffer(alice, offerClaim, offer.fingerprint)).toBe(offer.proof.signature)
    expect(await signAnswer(bob, answer.claim, answer.fingerprint)).toBe(answer.proof.signature)
    expect(await signControl(bob, control.claim)).toBe(control.proof.signature)
  })

  test('are accepted', async () => {
    const [, publicKey = '', nonce = '', signature = ''] = register.token.split('.')
    expect(await verifyRegistration({ id: register.id, host: register.host, nonce }, { publicKey, signature })).toEqual({
      ok: true,
    })
    expect(await verifyOffer(offerClaim, offer.proof, offer.sdp)).toEqual({ ok: true })
    expect(await verifyAnswer(answer.claim, answer.proof, answer.sdp)).toEqual({ ok: true })
    expect(await verifyControl(control.claim, control.proof)).toEqual({ ok: true })
  })
})

describe('somebody tampers with an offer', () => {
  const changes: readonly Partial<OfferClaim>[] = [
    { calleeId: alice.id },
    { callId: 'BBBBBBBBBBBBBBBBBBBBBB' },
    { connectionId: 'CCCCCCCCCCCCCCCCCCCCCC' },
    { purpose: 'resume' },
    { time: offer.claim.time + 1 },
    { camera: false },
    { name: 'Somebody else' },
    { name: '' },
  ]
  test.each(changes)('%o changed: the signature fails', async (change) => {
    expect(await verifyOffer({ ...offerClaim, ...change }, offer.proof, offer.sdp)).toEqual({ ok: false, reason: 'signature' })
  })

  test('the server puts its own fingerprint in all places: the signature fails', async () => {
    expect(await verifyOffer(offerClaim, offer.proof, makeSdp(other))).toEqual({ ok: false, reason: 'signature' })
  })

  test('the server adds its own fingerprint beside the signed one, in any spelling: it is refused before any check', async () => {
    for (const added of [other, other.toLowerCase(), 'sha-1 AA:BB', '', `${offer.fingerprint} x`]) {
      expect(await verifyOffer(offerClaim, offer.proof, makeSdp(offer.fingerprint, added))).toEqual({
        ok: false,
        reason: 'fingerprint',
      })
    }
    const spelled = offer.sdp.replace('a=mid:0', `A= FINGERPRINT :${other}`)
    expect(await verifyOffer(offerClaim, offer.proof, spelled)).toEqual({ ok: false, reason: 'fingerprint' })
  })

  test('the server takes all fingerprints away', async () => {
    const bare = offer.sdp.replaceAll(/a=fingerprint.*\r\n/g, '')
    expect(await verifyOffer(offerClaim, offer.proof, bare)).toEqual({ ok: false, reason: 'fingerprint' })
  })

  test('the same fingerprint in lower case and at media level is the same', async () => {
    const sdp = makeSdp(offer.fingerprint.toLowerCase(), offer.fingerprint)
    expect(await verifyOffer(offerClaim, offer.proof, sdp)).toEqual({ ok: true })
  })

  test('somebody signs with their own key: it is not the key of the ID', async () => {
    const proof = { publicKey: bob.publicKey, signature: await signOffer(bob, offerClaim, offer.fingerprint) }
    expect(await verifyOffer(offerClaim, proof, offer.sdp)).toEqual({ ok: false, reason: 'wrongKey' })
  })

  test('key and signature of the wrong length or spelling are malformed', async () => {
    const { publicKey, signature } = offer.proof
    for (const proof of [
      { publicKey: '', signature },
      { publicKey: publicKey.slice(1), signature },
      { publicKey, signature: `${signature}A` },
      { publicKey, signature: `${signature.slice(0, -1)}=` },
      // Spare bits set: the same bytes in another spelling.
      { publicKey, signature: `${signature.slice(0, -1)}${String.fromCharCode(signature.charCodeAt(85) + 1)}` },
    ]) {
      expect(await verifyOffer(offerClaim, proof, offer.sdp)).toMatchObject({ ok: false, reason: 'malformed' })
    }
  })

  test('a line break in a field cannot move the borders between fields', async () => {
    const [head, tail] = [callIdWithBreak.slice(0, 3), callIdWithBreak.slice(4)]
    await expect(signOffer(alice, { ...offerClaim, callId: `${head}\n${tail}` }, offer.fingerprint)).rejects.toThrow(TypeError)
    expect(await verifyOffer({ ...offerClaim, callId: `${head}\n${tail}` }, offer.proof, offer.sdp)).toEqual({
      ok: false,
      reason: 'malformed',
    })
  })
})

const callIdWithBreak = 'AAA-BBB'

describe('somebody answers in the place of the callee', () => {
  test('the answer to another offer is no answer to this one', async () => {
    const claim = { ...answer.claim, offerSignature: answer.proof.signature }
    expect(await verifyAnswer(claim, answer.proof, answer.sdp)).toEqual({ ok: false, reason: 'signature' })
  })

  test('an offer cannot be turned round into an answer', async () => {
    expect(await verifyAnswer({ ...answer.claim, calleeId: alice.id }, offer.proof, offer.sdp)).toEqual({
      ok: false,
      reason: 'signature',
    })
  })
})

describe('fingerprints of an SDP', () => {
  test('are found after every kind of line break', () => {
    expect(fingerprintsOf(`v=0\na=fingerprint:${other}\ra=fingerprint:${other.toLowerCase()}\r\n`)).toEqual([other, other])
  })

  test('of a certificate come in the form that is signed', () => {
    expect(formatFingerprint({ algorithm: 'sha-256', value: other.slice(8).toLowerCase() })).toBe(other)
    expect(formatFingerprint({ algorithm: 'sha-512', value: other.slice(8) })).toBeNull()
    expect(formatFingerprint({})).toBeNull()
  })
})
