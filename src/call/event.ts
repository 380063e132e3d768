import type { HangupCause } from './endReason'
import type { CallId, Remote } from './remote'

/** What the person did. */
export type UserEvent =
  | { readonly type: 'dial'; readonly callId: CallId; readonly remote: Remote; readonly withCamera: boolean }
  | {
      readonly type: 'rejoin'
      readonly callId: CallId
      readonly remote: Remote
      readonly withCamera: boolean
      readonly direction: 'outgoing' | 'incoming'
      readonly connectedAt: number | null
    }
  | { readonly type: 'accept'; readonly callId: CallId; readonly withCamera: boolean }
  | { readonly type: 'decline'; readonly callId: CallId }
  /** Ends the live call whatever its phase: cancels when outgoing, declines when incoming. */
  | { readonly type: 'hangUp' }
  | { readonly type: 'dismiss' }

/**
 * An offer whose proof has been checked (or that comes from a plain client).
 * `admission` is decided outside: by contacts, blocking, do-not-disturb and rates.
 */
export interface OfferEvent {
  readonly type: 'offer'
  readonly callId: CallId
  /** Which offer; an offer for the same call replaces the connection (rule 10). */
  readonly connectionId: string
  readonly remote: Remote
  readonly remoteWithCamera: boolean
  readonly temperature: 'warm' | 'cold'
  /** `silent`: do not disturb; it rings nowhere, and ends as missed. */
  readonly admission: 'ring' | 'silent'
  /** Whether the camera may open while it rings, for this person alone to see; a contact's ring only. Absent is no. */
  readonly preview?: boolean
  /** As the offer says; absent is `ring`. An unknown call's `resume` never rings: `Rejoin` is what brings that one back. */
  readonly purpose?: 'ring' | 'resume'
}

/** What the other side said, on whichever carrier it arrived first; repeats are possible. */
export type RemoteEvent =
  | OfferEvent
  | { readonly type: 'remoteRinging'; readonly callId: CallId }
  | { readonly type: 'remoteKeepAlive'; readonly callId: CallId }
  | { readonly type: 'remoteAccepted'; readonly callId: CallId }
  | { readonly type: 'remoteDeclined'; readonly callId: CallId }
  | { readonly type: 'remoteBusy'; readonly callId: CallId }
  | { readonly type: 'remoteCancelled'; readonly callId: CallId }
  | { readonly type: 'remoteHungUp'; readonly callId: CallId; readonly cause: HangupCause }
  | { readonly type: 'pleaseRedial'; readonly callId: CallId }
  /** The server says that nobody is there under that ID. */
  | { readonly type: 'unreachable'; readonly callId: CallId }

/** What the connection under the call did. `connectionId` lets late ones of a replaced connection be ignored by the edge. */
export type LinkEvent =
  | { readonly type: 'linkUp'; readonly callId: CallId }
  | { readonly type: 'linkDown'; readonly callId: CallId }
  | { readonly type: 'linkFailed'; readonly callId: CallId }
  | { readonly type: 'identityMismatch'; readonly callId: CallId; readonly remote: Remote }

export type EdgeEvent =
  | { readonly type: 'mediaFailed'; readonly callId: CallId }
  /** The signaling server cannot be reached, so a ring cannot go out. */
  | { readonly type: 'signalingFailed'; readonly callId: CallId }
  /** The same identity took over on another machine. */
  | { readonly type: 'takenOver' }
  /** Online again, another network, or registered again: what was lost may be redialled without waiting for the backoff. */
  | { readonly type: 'networkChanged' }
  | { readonly type: 'timer'; readonly timer: TimerName; readonly callId: CallId }

export type TimerName = 'ring' | 'ringKeepAlive' | 'ringLife' | 'connect' | 'reconnect' | 'redial'

export type CallEvent = UserEvent | RemoteEvent | LinkEvent | EdgeEvent
