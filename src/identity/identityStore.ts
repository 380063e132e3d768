import * as v from 'valibot'

/**
 * An identity as it is kept, by structured clone. No key in it can be exported: the signing key only signs, and its
 * PKCS8 for back-ups is sealed with a key that only seals and unseals.
 */
export const StoredIdentitySchema = v.object({
  version: v.literal(1),
  id: v.string(),
  /** Base64url of the raw 32 bytes. */
  publicKey: v.string(),
  signingKey: v.instance(CryptoKey),
  sealingKey: v.instance(CryptoKey),
  /** The signing key as PKCS8, wrapped by AES-GCM under `sealingKey` with `nonce`. */
  sealed: v.instance(ArrayBuffer),
  nonce: v.instance(Uint8Array<ArrayBuffer>),
})
export type StoredIdentity = v.InferOutput<typeof StoredIdentitySchema>

/** Where the one identity of this browser is kept. Each may reject when the store cannot be used. */
export interface IdentityStore {
  /** Whatever is kept, or undefined. */
  load(): Promise<unknown>
  /** Replaces whatever is kept. */
  save(identity: StoredIdentity): Promise<void>
  /** Keeps this one unless there is one already, in one step; answers with what is kept after. */
  saveFirst(identity: StoredIdentity): Promise<unknown>
}
