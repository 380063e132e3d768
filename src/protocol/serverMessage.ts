import * as v from 'valibot'
import { AnyConnectionIdSchema, WireIdSchema } from './fields'
import {
  MAX_ICE_CREDENTIAL_CHARACTERS,
  MAX_ICE_URL_CHARACTERS,
  MAX_SERVER_FEATURES,
  MAX_SERVER_ICE_SERVERS,
  MAX_SERVER_TEXT_CHARACTERS,
} from './limits'
import type { Json } from './plainJson'

const iceUrl = v.pipe(
  v.string(),
  v.maxLength(MAX_ICE_URL_CHARACTERS),
  v.regex(/^(?:stuns?|turns?):[A-Za-z0-9.:[\]_-]+(?:\?transport=(?:udp|tcp))?$/),
)
const credential = v.optional(v.pipe(v.string(), v.maxLength(MAX_ICE_CREDENTIAL_CHARACTERS)))

const IceServerSchema = v.object({
  urls: v.union([
    v.pipe(
      iceUrl,
      v.transform((url) => [url]),
    ),
    v.pipe(v.array(iceUrl), v.minLength(1), v.maxLength(MAX_SERVER_ICE_SERVERS)),
  ]),
  username: credential,
  credential,
})
export type ServerIceServer = v.InferOutput<typeof IceServerSchema>

/** What our own server says of itself right after OPEN. */
export const ServerHelloSchema = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  features: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(MAX_SERVER_FEATURES)), []),
  iceServers: v.optional(v.pipe(v.array(IceServerSchema), v.maxLength(MAX_SERVER_ICE_SERVERS)), []),
})
export type ServerHello = v.InferOutput<typeof ServerHelloSchema>

const text = v.optional(v.object({ msg: v.optional(v.pipe(v.string(), v.maxLength(MAX_SERVER_TEXT_CHARACTERS)), '') }), {
  msg: '',
})
/** Relayed from a peer: the payload is read by who sent it, and for what. */
const relayed = { src: WireIdSchema, payload: v.unknown() }
const expired = v.optional(v.nullable(v.object({ connectionId: v.optional(AnyConnectionIdSchema) })))

/** Everything that a PeerServer sends (peer 1.0.2, `MessageType`), and what ours adds. */
const ServerMessageSchema = v.variant('type', [
  v.object({ type: v.literal('OPEN') }),
  v.object({ type: v.literal('ERROR'), payload: text }),
  v.object({ type: v.literal('ID-TAKEN') }),
  v.object({ type: v.literal('INVALID-KEY') }),
  v.object({ type: v.literal('LEAVE'), src: WireIdSchema }),
  v.object({ type: v.literal('EXPIRE'), src: WireIdSchema, payload: expired }),
  v.object({ type: v.literal('TABCALL-BUSY'), src: WireIdSchema, payload: v.object({ connectionId: AnyConnectionIdSchema }) }),
  v.object({ type: v.literal('OFFER'), ...relayed }),
  v.object({ type: v.literal('ANSWER'), ...relayed }),
  v.object({ type: v.literal('CANDIDATE'), ...relayed }),
  v.object({ type: v.literal('TABCALL-HELLO'), payload: ServerHelloSchema }),
  v.object({ type: v.literal('TABCALL-TAKEN-OVER') }),
])
export type ServerMessage = v.InferOutput<typeof ServerMessageSchema>

export type ParsedServerMessage =
  | { readonly ok: true; readonly message: ServerMessage }
  | { readonly ok: false; readonly reason: 'malformed' | 'unknownType' }

const KNOWN_TYPES: ReadonlySet<string> = new Set(ServerMessageSchema.options.map((option) => option.entries.type.literal))
const TypedSchema = v.looseObject({ type: v.string() })

/** Reads one message of the server, already copied by `toPlainJson`. */
export function parseServerMessage(json: Json): ParsedServerMessage {
  const parsed = v.safeParse(ServerMessageSchema, json)
  if (parsed.success) return { ok: true, message: parsed.output }
  const typed = v.safeParse(TypedSchema, json)
  const known = !typed.success || KNOWN_TYPES.has(typed.output.type)
  return { ok: false, reason: known ? 'malformed' : 'unknownType' }
}
