import * as v from 'valibot'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import { type IdentityStore, type StoredIdentity, StoredIdentitySchema } from './identityStore'
import { peerIdFromPublicKey } from './peerId'
import type { Signer } from './proof'

/** One's own ID with its key, ready to sign. */
export type Identity = Signer

export type OpenedIdentity =
  | { readonly ok: true; readonly identity: Identity }
  /** `broken`: what is kept is no working identity, and is left as it is. `unavailable`: the store cannot be used. */
  | { readonly ok: false; readonly reason: 'broken' | 'unavailable' }

export type Pkcs8 =
  | { readonly ok: true; readonly pkcs8: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly reason: 'broken' | 'unavailable' }

/** The identity of this browser, made on first use. Two contexts opening it at once get the same one. */
export async function openIdentity(store: IdentityStore): Promise<OpenedIdentity> {
  try {
    const kept = (await store.load()) ?? (await store.saveFirst(await generateIdentity()))
    return wake(kept)
  } catch {
    return { ok: false, reason: 'unavailable' }
  }
}

/** "New identity": replaces the key for good. Whoever knew the old ID cannot reach this browser by it any more. */
export async function replaceIdentity(store: IdentityStore): Promise<OpenedIdentity> {
  try {
    const made = await generateIdentity()
    await store.save(made)
    return wake(made)
  } catch {
    return { ok: false, reason: 'unavailable' }
  }
}

/** Puts the identity of a PKCS8 private key in the place of the one kept. `broken` where it is no Ed25519 key. */
export async function adoptIdentity(store: IdentityStore, pkcs8: Uint8Array<ArrayBuffer>): Promise<OpenedIdentity> {
  const adopted = await keysFromPkcs8(pkcs8)
  if (adopted === null) return { ok: false, reason: 'broken' }
  try {
    const made = await sealIdentity(adopted.privateKey, adopted.publicKey)
    await store.save(made)
    return wake(made)
  } catch {
    return { ok: false, reason: 'unavailable' }
  }
}

/** The private key for a back-up. Overwrite the bytes after use. */
export async function unsealPkcs8(store: IdentityStore): Promise<Pkcs8> {
  let kept: unknown
  try {
    kept = await store.load()
  } catch {
    return { ok: false, reason: 'unavailable' }
  }
  const parsed = v.safeParse(StoredIdentitySchema, kept)
  if (!parsed.success) return { ok: false, reason: 'broken' }
  try {
    const key = await unseal(parsed.output, true)
    return { ok: true, pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', key)) }
  } catch {
    return { ok: false, reason: 'broken' }
  }
}

async function generateIdentity(): Promise<StoredIdentity> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new TypeError('Ed25519 keys come in pairs')
  return sealIdentity(pair.privateKey, new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
}

/** From here on the key is out of reach: it is wrapped inside WebCrypto and comes back as one that cannot be exported. */
async function sealIdentity(privateKey: CryptoKey, publicKey: Uint8Array): Promise<StoredIdentity> {
  const sealingKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey'])
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.wrapKey('pkcs8', privateKey, sealingKey, { name: 'AES-GCM', iv: nonce })
  const signingKey = await unseal({ sealed, sealingKey, nonce }, false)
  const id = await peerIdFromPublicKey(publicKey)
  return { version: 1, id, publicKey: encodeBase64Url(publicKey), signingKey, sealingKey, sealed, nonce }
}

function unseal(kept: Pick<StoredIdentity, 'sealed' | 'sealingKey' | 'nonce'>, extractable: boolean): Promise<CryptoKey> {
  const algorithm = { name: 'AES-GCM', iv: kept.nonce }
  return crypto.subtle.unwrapKey('pkcs8', kept.sealed, kept.sealingKey, algorithm, 'Ed25519', extractable, ['sign'])
}

async function keysFromPkcs8(
  pkcs8: Uint8Array<ArrayBuffer>,
): Promise<{ readonly privateKey: CryptoKey; readonly publicKey: Uint8Array } | null> {
  try {
    const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
    // WebCrypto gives the public half of a private key in this form alone.
    const { x } = await crypto.subtle.exportKey('jwk', privateKey)
    const publicKey = decodeBase64Url(x ?? '')
    return publicKey?.length === 32 ? { privateKey, publicKey } : null
  } catch {
    return null
  }
}

/** What was kept, if ID, public key and signing key belong together. */
async function wake(kept: unknown): Promise<OpenedIdentity> {
  const parsed = v.safeParse(StoredIdentitySchema, kept)
  if (!parsed.success) return { ok: false, reason: 'broken' }
  const { id, publicKey, signingKey } = parsed.output
  const raw = decodeBase64Url(publicKey)
  if (raw?.length !== 32 || (await peerIdFromPublicKey(raw)) !== id) return { ok: false, reason: 'broken' }
  const identity: Identity = {
    id,
    publicKey,
    sign: async (bytes) => encodeBase64Url(new Uint8Array(await crypto.subtle.sign('Ed25519', signingKey, bytes))),
  }
  return (await signsAs(identity, raw)) ? { ok: true, identity } : { ok: false, reason: 'broken' }
}

async function signsAs(identity: Identity, publicKey: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const probe = new TextEncoder().encode('tabcall/1 probe')
    const signature = decodeBase64Url(await identity.sign(probe))
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
    return signature !== null && (await crypto.subtle.verify('Ed25519', key, signature, probe))
  } catch {
    return false
  }
}
