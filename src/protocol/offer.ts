import * as v from 'valibot'
import { AnyConnectionIdSchema, PublicKeySchema, SignatureSchema, TokenSchema } from './fields'
import { MAX_LABEL_CHARACTERS, MAX_NAME_CHARACTERS, PROTOCOL_VERSION } from './limits'
import { toPlainJson } from './plainJson'
import { SdpSchema } from './sdp'

/** What a Tabcall puts beside its offer: who calls whom, with what, signed. */
export const OfferMetadataSchema = v.object({
  tabcall: v.literal(PROTOCOL_VERSION),
  callId: TokenSchema,
  /** `resume` redials a call that lost its line (same call id). */
  purpose: v.picklist(['ring', 'resume']),
  /** Milliseconds since the epoch by the caller's clock. */
  time: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  camera: v.boolean(),
  /** The caller's own words for themselves, as signed: pass through `sanitizeName` before showing. */
  name: v.pipe(v.string(), v.maxLength(MAX_NAME_CHARACTERS)),
  publicKey: PublicKeySchema,
  signature: SignatureSchema,
})
export type OfferMetadata = v.InferOutput<typeof OfferMetadataSchema>

/** PeerJS reads `serialization` as a key of a table; only `raw` is ever let through. */
export const TabcallOfferSchema = v.object({
  type: v.literal('data'),
  connectionId: TokenSchema,
  sdp: v.object({ type: v.literal('offer'), sdp: SdpSchema }),
  label: v.optional(v.pipe(v.string(), v.maxLength(MAX_LABEL_CHARACTERS)), ''),
  reliable: v.literal(true),
  serialization: v.literal('raw'),
  metadata: OfferMetadataSchema,
})
export type TabcallOffer = v.InferOutput<typeof TabcallOfferSchema>

/** A call by a plain PeerJS client. Its metadata is whatever it likes, and is left out. */
export const PlainOfferSchema = v.object({
  type: v.literal('media'),
  connectionId: AnyConnectionIdSchema,
  sdp: v.object({ type: v.literal('offer'), sdp: SdpSchema }),
})
export type PlainOffer = v.InferOutput<typeof PlainOfferSchema>

const VersionSchema = v.object({ metadata: v.object({ tabcall: v.pipe(v.number(), v.minValue(PROTOCOL_VERSION + 1)) }) })
const PlainDataSchema = v.object({ type: v.literal('data'), connectionId: AnyConnectionIdSchema })

export type ParsedTabcallOffer =
  | { readonly ok: true; readonly offer: TabcallOffer }
  /** `version`: a Tabcall newer than this one, whose offer cannot be read. */
  | { readonly ok: false; readonly reason: 'malformed' | 'version' }

export type ParsedPlainOffer =
  | { readonly ok: true; readonly offer: PlainOffer }
  /** `plainData`: a channel without a call, which nobody here would answer. */
  | { readonly ok: false; readonly reason: 'malformed' | 'plainData' }

/** The payload of an OFFER from a Tabcall ID. Its proof is not yet checked. */
export function parseTabcallOffer(payload: unknown): ParsedTabcallOffer {
  const json = toPlainJson(payload)
  if (!json.ok) return { ok: false, reason: 'malformed' }
  const parsed = v.safeParse(TabcallOfferSchema, json.value)
  if (parsed.success) return { ok: true, offer: parsed.output }
  return { ok: false, reason: v.is(VersionSchema, json.value) ? 'version' : 'malformed' }
}

/** The payload of an OFFER from any other id. */
export function parsePlainOffer(payload: unknown): ParsedPlainOffer {
  const json = toPlainJson(payload)
  if (!json.ok) return { ok: false, reason: 'malformed' }
  const parsed = v.safeParse(PlainOfferSchema, json.value)
  if (parsed.success) return { ok: true, offer: parsed.output }
  return { ok: false, reason: v.is(PlainDataSchema, json.value) ? 'plainData' : 'malformed' }
}
