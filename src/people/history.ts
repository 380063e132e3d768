import * as v from 'valibot'
import type { CallRecord } from '../call/effect'
import { type CallEntry, CallEntrySchema } from './people'

/** Rings from thousands of made-up IDs must not fill the disk; a person with 20 calls a day fills this in 100 days. */
export const MAX_CALLS = 2_000

/** Of these, calls of strangers that nobody answered: a flood fills this in a quarter of an hour, and nothing else. */
export const MAX_STRANGERS_CALLS = 500

const DAY_MS = 24 * 60 * 60 * 1_000

/** Whatever was stored, as calls: a broken entry is left out and does not take the others with it. Never throws. */
export function parseCalls(stored: unknown): readonly CallEntry[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((entry: unknown) => {
    const call = v.safeParse(CallEntrySchema, entry)
    return call.success ? [call.output] : []
  })
}

/** Every word of a record is the offscreen document's own, except the ids; `reason` stays text so that an old entry survives a new list. */
export type RecordedCall = Omit<CallRecord, 'reason'> & { readonly reason: string; readonly server?: string | undefined }

/** Oldest first. A record that comes again replaces itself and stays seen where it was. */
export function addCall(calls: readonly CallEntry[], record: RecordedCall): readonly CallEntry[] {
  const before = calls.find((call) => call.callId === record.callId)
  const entry: CallEntry = {
    callId: record.callId,
    id: record.remote.id,
    kind: record.remote.kind,
    direction: record.direction,
    outcome: record.outcome,
    reason: record.reason,
    connectedAt: record.connectedAt,
    endedAt: record.endedAt,
    ...(record.server === undefined ? {} : { server: record.server }),
    seen: record.outcome !== 'missed' || (before?.seen ?? false),
  }
  return [...calls.filter((call) => call.callId !== record.callId), entry]
}

/** What is younger than `days` days, and never more than MAX_CALLS: first go the oldest rings of strangers. */
export function pruneCalls(
  calls: readonly CallEntry[],
  days: number,
  now: number,
  isContact: (id: string) => boolean,
): readonly CallEntry[] {
  const oldest = now - days * DAY_MS
  const young = calls.filter((call) => call.endedAt >= oldest)
  const strangers = young.filter((call) => call.direction === 'incoming' && call.connectedAt === null && !isContact(call.id))
  const gone = new Set(strangers.slice(0, -MAX_STRANGERS_CALLS))
  const kept = young.filter((call) => !gone.has(call)).slice(-MAX_CALLS)
  return kept.length === calls.length ? calls : kept
}

export function deleteCalls(calls: readonly CallEntry[], callIds: readonly string[]): readonly CallEntry[] {
  const gone = new Set(callIds)
  return calls.filter((call) => !gone.has(call.callId))
}

export function markSeen(calls: readonly CallEntry[]): readonly CallEntry[] {
  return calls.every((call) => call.seen) ? calls : calls.map((call) => (call.seen ? call : { ...call, seen: true }))
}

export function missedCount(calls: readonly CallEntry[]): number {
  return calls.filter((call) => call.outcome === 'missed' && !call.seen).length
}
