import * as v from 'valibot'
import { AnyConnectionIdSchema, ProofSchema, TokenSchema } from './fields'
import { SdpSchema } from './sdp'

const sdp = v.object({ type: v.literal('answer'), sdp: SdpSchema })

/** The payload of an ANSWER of a Tabcall, with the proof that belongs to it. */
export const TabcallAnswerSchema = v.object({
  type: v.literal('data'),
  connectionId: TokenSchema,
  sdp,
  proof: ProofSchema,
})
export type TabcallAnswer = v.InferOutput<typeof TabcallAnswerSchema>

/** The payload of an ANSWER of a plain PeerJS client to `peer.call`. */
export const PlainAnswerSchema = v.object({ type: v.literal('media'), connectionId: AnyConnectionIdSchema, sdp })
export type PlainAnswer = v.InferOutput<typeof PlainAnswerSchema>
