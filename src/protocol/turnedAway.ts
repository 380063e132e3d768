import * as v from 'valibot'
import { MAX_TOKEN_CHARACTERS } from './limits'
import { callOfControl } from './vetCandidate'

/** What fits into the address of an HTTP request. */
const MAX_STOCK_ID_CHARACTERS = 16 * 1024

/** What a server relays, and keeps for whoever is not there. */
const RelayedSchema = v.object({
  type: v.picklist(['OFFER', 'ANSWER', 'CANDIDATE']),
  /** A stock server takes longer ids than any that counts here. */
  src: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_STOCK_ID_CHARACTERS)),
  payload: v.optional(v.unknown()),
})
type Relayed = v.InferOutput<typeof RelayedSchema>

/** As our server reads it out of an offer to nobody. */
const ConnectionSchema = v.object({ connectionId: v.pipe(v.string(), v.maxLength(MAX_TOKEN_CHARACTERS)) })
const OfferOfCallSchema = v.object({ metadata: v.object({ callId: v.string() }) })

/** A message of somebody to whom nobody is here. */
export interface TurnedAway {
  readonly from: string
  readonly isOffer: boolean
  /** Null where the message names none that a server would repeat. */
  readonly connectionId: string | null
}

export interface DoorPorts {
  /** Whether this ID may not ring. */
  turnsAway(id: string): boolean
  /** Whether there is this connection with this ID, made or let in before. */
  isConnected(connectionId: string, id: string): boolean
  isLiveCall(callId: string, id: string): boolean
}

/**
 * Looks at who speaks before what they say is read: somebody absent is absent for the malformed, the repeated and the
 * thousandth message too. Null for all that the gate shall see, whatever belongs to a call there is included.
 */
export function turnedAway(raw: unknown, ports: DoorPorts): TurnedAway | null {
  const parsed = v.safeParse(RelayedSchema, raw)
  if (!parsed.success || !ports.turnsAway(parsed.output.src)) return null
  const { type, src, payload } = parsed.output
  const named = v.safeParse(ConnectionSchema, payload)
  const connectionId = named.success ? named.output.connectionId : null
  if (connectionId !== null && ports.isConnected(connectionId, src)) return null
  const callId = callOf(parsed.output)
  if (callId !== null && ports.isLiveCall(callId, src)) return null
  return { from: src, isOffer: type === 'OFFER', connectionId }
}

function callOf({ type, payload }: Relayed): string | null {
  if (type !== 'OFFER') return callOfControl(payload)
  const parsed = v.safeParse(OfferOfCallSchema, payload)
  return parsed.success ? parsed.output.metadata.callId : null
}
