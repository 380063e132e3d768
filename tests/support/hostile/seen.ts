import * as v from 'valibot'
import type { Relayed } from './hostileServer.ts'

const OfferSchema = v.object({
  connectionId: v.string(),
  metadata: v.object({ callId: v.string(), signature: v.string() }),
})

/** The ids and the signature of the newest offer from one to another that a server has seen. */
export function offerIn(seen: readonly Relayed[], from: string, to: string) {
  const offer = seen.findLast(({ type, src, dst }) => type === 'OFFER' && src === from && dst === to)
  const { connectionId, metadata } = v.parse(OfferSchema, offer?.payload)
  return { connectionId, ...metadata }
}
