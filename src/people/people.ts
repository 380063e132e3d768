import * as v from 'valibot'

const signalingServer = v.pipe(v.string(), v.url(), v.maxLength(500))

/** A contact, a blocked stranger, or both: what this person knows about one ID. */
export const PersonSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** This person's own name for them; may be empty. */
  name: v.pipe(v.string(), v.maxLength(80)),
  contact: v.boolean(),
  blocked: v.boolean(),
  /** The six words were compared during a call. */
  compared: v.boolean(),
  /** Their signaling server, where an invitation carried another one than ours. */
  server: v.optional(signalingServer),
  addedAt: v.number(),
})
export type Person = v.InferOutput<typeof PersonSchema>

export const PeopleSchema = v.array(PersonSchema)

/** One line of `Recent calls`. Mirrors `call/effect.ts` `CallRecord`, plus what views need. */
export const CallEntrySchema = v.object({
  callId: v.string(),
  id: v.string(),
  kind: v.picklist(['tabcall', 'plain']),
  direction: v.picklist(['outgoing', 'incoming']),
  outcome: v.picklist(['answered', 'missed', 'declined', 'failed']),
  reason: v.string(),
  connectedAt: v.nullable(v.number()),
  endedAt: v.number(),
  /** Their signaling server at the time, where it was another than ours. */
  server: v.optional(signalingServer),
  /** A missed call counts in the badge until it was seen. */
  seen: v.boolean(),
})
export type CallEntry = v.InferOutput<typeof CallEntrySchema>
