import * as v from 'valibot'
import type { Remote } from '../call/remote'
import { verifyAnswer } from '../identity/proof'
import { PlainAnswerSchema, TabcallAnswerSchema } from './answer'
import { type Connection, identityMismatch, type Outcome, refused } from './connection'
import type { PeerJsMessage } from './gateEvent'

/** The verdict on an ANSWER for a connection there is. A Tabcall's is checked against its ID and our offer. */
export function vetAnswer(connection: Connection, from: Remote, payload: unknown, localId: string): Outcome | Promise<Outcome> {
  if (connection.direction !== 'outgoing') return refused('unknownConnection')
  if (connection.described) return refused('repeated')
  if (connection.remote.kind === 'tabcall') return checkProof(connection, from, payload, localId)
  if (from.id !== connection.remote.id) return refused('unknownConnection')
  const parsed = v.safeParse(PlainAnswerSchema, payload)
  return parsed.success
    ? answered(connection, { type: 'ANSWER', src: from.id, payload: parsed.output }, null)
    : refused('malformed')
}

async function checkProof(connection: Connection, from: Remote, payload: unknown, localId: string): Promise<Outcome> {
  const { connectionId, callId, offerSignature, remote } = connection
  const parsed = v.safeParse(TabcallAnswerSchema, payload)
  // The connection's id is unguessable: an answer by somebody else means that the server handed the call to them.
  if (!parsed.success || from.id !== remote.id || callId === null || offerSignature === null) return identityMismatch(connection)
  const answer = parsed.output
  const claim = { callerId: localId, calleeId: remote.id, callId, connectionId, offerSignature }
  const verdict = await verifyAnswer(claim, answer.proof, answer.sdp.sdp)
  if (!verdict.ok) return identityMismatch(connection)
  return answered(connection, { type: 'ANSWER', src: from.id, payload: answer }, answer.proof.publicKey)
}

/** The answer, and the candidates that were ahead of it. */
function answered(connection: Connection, message: PeerJsMessage, publicKey: string | null): Outcome {
  const { remote: from, connectionId, callId } = connection
  connection.described = true
  const early = connection.early.splice(0)
  return [
    { kind: 'answer', from, connectionId, callId: callId ?? '', publicKey, message },
    ...early.map((candidate) => ({ kind: 'candidate', from, connectionId, message: candidate }) as const),
  ]
}
