import * as v from 'valibot'
import { AnyConnectionIdSchema, ProofSchema, TokenSchema } from './fields'
import {
  MAX_CANDIDATE_CHARACTERS,
  MAX_MEDIA_SECTIONS,
  MAX_MID_CHARACTERS,
  MAX_SIGNALED_CONTROL_BYTES,
  MAX_USERNAME_FRAGMENT_CHARACTERS,
} from './limits'
import { isSafeCandidate } from './sdp'

/** An `RTCIceCandidateInit`, bounded. */
const IceCandidateSchema = v.object({
  candidate: v.pipe(v.string(), v.maxLength(MAX_CANDIDATE_CHARACTERS), v.check(isSafeCandidate)),
  sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(MAX_MID_CHARACTERS)), null),
  sdpMLineIndex: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_MEDIA_SECTIONS)), null),
  usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(MAX_USERNAME_FRAGMENT_CHARACTERS)), null),
})

/** The payload of a CANDIDATE. One without mid and index cannot be placed, and WebRTC throws at it. */
export const CandidateSchema = v.object({
  type: v.picklist(['data', 'media']),
  connectionId: AnyConnectionIdSchema,
  candidate: v.pipe(
    IceCandidateSchema,
    v.check((candidate) => candidate.sdpMid !== null || candidate.sdpMLineIndex !== null),
  ),
})
export type Candidate = v.InferOutput<typeof CandidateSchema>

/** The payload of a CANDIDATE that carries a control message instead: stock servers relay it unread. */
export const SignaledControlSchema = v.object({
  type: v.literal('data'),
  connectionId: TokenSchema,
  tabcall: v.object({
    ...ProofSchema.entries,
    body: v.pipe(v.string(), v.maxLength(MAX_SIGNALED_CONTROL_BYTES)),
  }),
})
