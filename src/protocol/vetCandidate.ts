import * as v from 'valibot'
import type { Remote } from '../call/remote'
import { verifyControl } from '../identity/proof'
import { CandidateSchema, SignaledControlSchema } from './candidate'
import { type Connection, type Outcome, refused } from './connection'
import { parseControl } from './control'
import type { PeerJsMessage } from './gateEvent'
import { MAX_QUEUED_MESSAGES } from './limits'

const ControlLikeSchema = v.object({ tabcall: v.unknown() })

/** Whether the payload of a CANDIDATE means to be a control message. */
export function isControl(payload: unknown): boolean {
  return v.is(ControlLikeSchema, payload)
}

/** The call that a control message says it is of, before anything is checked. */
export function callOfControl(payload: unknown): string | null {
  const parsed = v.safeParse(SignaledControlSchema, payload)
  const control = parsed.success ? parseControl(parsed.output.tabcall.body, 'signaling') : null
  return control?.ok ? control.body.callId : null
}

/** The verdict on a CANDIDATE for a connection there is, be it a candidate or a control message. */
export function vetCandidate(
  connection: Connection,
  from: Remote,
  payload: unknown,
  localId: string,
): Outcome | Promise<Outcome> {
  if (from.id !== connection.remote.id) return refused('unknownConnection')
  if (isControl(payload)) return vetControl(from, payload, localId, (callId) => callId === connection.callId)
  const parsed = v.safeParse(CandidateSchema, payload)
  if (!parsed.success) return refused('malformed')
  const message: PeerJsMessage = { type: 'CANDIDATE', src: from.id, payload: parsed.output }
  if (connection.described) return [{ kind: 'candidate', from, connectionId: connection.connectionId, message }]
  if (connection.early.length >= MAX_QUEUED_MESSAGES) return refused('full')
  connection.early.push(message)
  return []
}

/** The verdict on a control message: signed by `from`, for us, and of the right call. */
export function vetControl(
  from: Remote,
  payload: unknown,
  localId: string,
  isOfCall: (callId: string) => boolean,
): Outcome | Promise<Outcome> {
  const parsed = v.safeParse(SignaledControlSchema, payload)
  if (!parsed.success || from.kind !== 'tabcall') return refused('malformed')
  const { connectionId, tabcall } = parsed.output
  const control = parseControl(tabcall.body, 'signaling')
  if (!control.ok) return refused(control.reason)
  const { body } = control
  if (!isOfCall(body.callId)) return refused('unknownConnection')
  const verdict = verifyControl({ fromId: from.id, toId: localId, body: tabcall.body }, tabcall)
  return verdict.then(({ ok }) => (ok ? [{ kind: 'control', from, connectionId, body }] : refused('proof')))
}
