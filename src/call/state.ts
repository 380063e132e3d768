import type { EndReason } from './endReason'
import type { CallId, Remote } from './remote'

/** Who called whom, and with what: known from the first moment of a call and never changed by it. */
export interface Terms {
  readonly callId: CallId
  readonly remote: Remote
  /** The original direction. It settles who redials after the line was lost (rule 10). */
  readonly direction: 'outgoing' | 'incoming'
  /** Whether this side starts with its camera on. */
  readonly withCamera: boolean
}

export interface Incoming extends Terms {
  readonly direction: 'incoming'
  /** Whether the caller starts with a camera, as its offer says. */
  readonly remoteWithCamera: boolean
  /** A contact's connection is made while ringing; a stranger's only after accept (rule 3). */
  readonly temperature: 'warm' | 'cold'
  /** A `silent` one is shown and heard nowhere here; to its caller it rings. */
  readonly admission: 'ring' | 'silent'
  /** The camera is open already, shown to this person alone: on accept its picture is there at once. */
  readonly preview: boolean
}

/**
 * The call as one side sees it.
 *
 * ```
 * idle ──dial──▶ outgoing ──accepted──▶ connecting ──linkUp──▶ connected ◀──linkUp── reconnecting
 *   └──offer───▶ incoming ──accept────────┘    │                   └───linkDown──────────▲ │
 *                                              └────────────── any of them ──────────────┴─┴──▶ ended ──dismiss──▶ idle
 * ```
 * A state carries its own data and no other.
 */
export type CallState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'outgoing'; readonly terms: Terms; readonly ringing: boolean; readonly linkUp: boolean }
  | { readonly phase: 'incoming'; readonly terms: Incoming; readonly linkUp: boolean; readonly connectionId: string }
  | { readonly phase: 'connecting'; readonly terms: Terms; readonly since: number; readonly redialedAt: number | null }
  | { readonly phase: 'connected'; readonly terms: Terms; readonly connectedAt: number; readonly redialedAt: number | null }
  | {
      readonly phase: 'reconnecting'
      readonly terms: Terms
      /** `null` when the line was lost before it ever stood. */
      readonly connectedAt: number | null
      readonly since: number
      /** Redials (by the caller) or requests for one (by the callee) since the line was lost. */
      readonly attempts: number
      /** When the caller last redialled, so that requests cannot make it do so more often than `REDIAL_FIRST_MS`. */
      readonly redialedAt: number | null
    }
  | {
      readonly phase: 'ended'
      readonly terms: Terms
      readonly reason: EndReason
      readonly connectedAt: number | null
      readonly endedAt: number
    }

/** One phase's state, or several phases'. */
export type StateOf<P extends CallState['phase']> = Extract<CallState, { phase: P }>

export const IDLE: CallState = { phase: 'idle' }

/** A call that holds, or will hold, devices and a connection. */
export type LiveState = Exclude<CallState, { phase: 'idle' } | { phase: 'ended' }>

export function isLive(state: CallState): state is LiveState {
  return state.phase !== 'idle' && state.phase !== 'ended'
}

/** A call that both people agreed to. */
export type AnsweredState = StateOf<'connecting' | 'connected' | 'reconnecting'>

/** Both people have agreed to talk. */
export function isAnswered(state: CallState): state is AnsweredState {
  return state.phase === 'connecting' || state.phase === 'connected' || state.phase === 'reconnecting'
}
