import type { Remote } from '../call/remote'
import type { GateEvent, PeerJsMessage, Refusal } from './gateEvent'
import { Lane } from './lane'

/** A connection as the gate knows it. */
export interface Connection {
  readonly connectionId: string
  readonly remote: Remote
  readonly direction: 'outgoing' | 'incoming'
  /** Null for the call of a plain client, which has none. */
  readonly callId: string | null
  /** Of one's own offer to a Tabcall, else null. */
  readonly offerSignature: string | null
  readonly lane: Lane
  /** The offer's proof is being checked. */
  checking: boolean
  /** Candidates may pass: the description that they belong to has. */
  described: boolean
  /** The server has said what became of the offer. */
  settled: boolean
  messages: number
  /** Candidates that came before their description; lost if they went on (PeerJS adds them at once). */
  readonly early: PeerJsMessage[]
}

type Identification = Pick<Connection, 'connectionId' | 'remote' | 'direction' | 'callId' | 'offerSignature'>

export function makeConnection(identification: Identification): Connection {
  const { connectionId, remote, direction, callId, offerSignature } = identification
  const rest = { lane: new Lane(), checking: false, described: false, settled: false, messages: 0, early: [] }
  return { connectionId, remote, direction, callId, offerSignature, ...rest }
}

/** What one message came to: mostly one verdict, several where it lets others through, none where it no longer matters. */
export type Outcome = readonly GateEvent[]

export function refused(why: Refusal): Outcome {
  return [{ kind: 'refused', why }]
}

export function identityMismatch(connection: Connection): Outcome {
  const { remote: from, connectionId, callId, direction } = connection
  return [{ kind: 'identityMismatch', direction, from, connectionId, callId: callId ?? '' }]
}

/** The verdict on what the server says of an offer. Stock servers send an EXPIRE for each message, candidates after the answer included. */
export function vetServerWord(connection: Connection, kind: 'expired' | 'busy'): Outcome {
  if (connection.settled || connection.described) return refused('repeated')
  connection.settled = true
  return [{ kind, id: connection.remote.id, connectionId: connection.connectionId }]
}
