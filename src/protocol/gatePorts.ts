import type { GateEvent } from './gateEvent'

/** A call as far as its repetition goes. */
export interface SeenCall {
  readonly callId: string
  /** Of its offer, by its caller's clock. */
  readonly time: number
  /** Of a contact, or one's own. */
  readonly known: boolean
}

export interface GatePorts {
  readonly localId: string
  /** Milliseconds since the epoch. */
  now(): number
  isContact(id: string): boolean
  /** Calls that have rung or been dialled before, kept for as long as a replay would matter. */
  readonly seenCalls: { has(call: SeenCall): boolean; add(call: SeenCall): void }
  /** Whether this is the call that is going on now, with this ID: only it may be redialled. */
  isLiveCall(callId: string, remoteId: string): boolean
  /** Whether this side is calling that ID: their offer crosses ours, so it rings nobody and settles which call it becomes. */
  isCalling(remoteId: string): boolean
  /** Verdicts, in order. It is called from within `receive`, or later when a signature was checked. */
  emit(event: GateEvent): void
}
