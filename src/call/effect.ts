import type { EndReason, HangupCause } from './endReason'
import type { TimerName } from './event'
import type { CallId, Remote } from './remote'
import type { Terms } from './state'

/** What this side tells the other; `protocol/control.ts` gives it its form on the wire. */
export type ControlIntent =
  | { readonly type: 'ringing' }
  | { readonly type: 'keepAlive' }
  | { readonly type: 'accept' }
  | { readonly type: 'decline' }
  | { readonly type: 'busy' }
  | { readonly type: 'cancel' }
  | { readonly type: 'hangUp'; readonly cause: HangupCause }
  | { readonly type: 'pleaseRedial' }

/** A call as the history keeps it, written once, when it is over. */
export interface CallRecord {
  readonly callId: CallId
  readonly remote: Remote
  readonly direction: 'outgoing' | 'incoming'
  /** `missed`: it rang here and was not answered here. */
  readonly outcome: 'answered' | 'missed' | 'declined' | 'failed'
  readonly reason: EndReason
  /** Milliseconds since the epoch; `connectedAt` is null when nobody talked. */
  readonly connectedAt: number | null
  readonly endedAt: number
}

/** What the edge must do. Effects are data; their order is the order of execution. */
export type Effect =
  /** Make a connection and send its offer, with proof. `resume` marks a redial of the same call. */
  | {
      readonly type: 'openLink'
      readonly callId: CallId
      readonly remote: Remote
      readonly purpose: 'ring' | 'resume'
      readonly withCamera: boolean
    }
  /** Answer the offer held under this id: at once when warm, on accept when cold, at once when resuming. */
  | { readonly type: 'answerLink'; readonly callId: CallId; readonly connectionId: string | null }
  /** Close every connection of the call, those held unanswered included. */
  | { readonly type: 'closeLink'; readonly callId: CallId }
  /** Close one connection by its offer: never to be answered, or answered and replaced since by another of the same call. */
  | { readonly type: 'dropOffer'; readonly connectionId: string }
  | { readonly type: 'send'; readonly callId: CallId; readonly remote: Remote; readonly message: ControlIntent }
  /** Open microphone and camera. Nothing of them is sent before `startMedia`. */
  | { readonly type: 'acquireMedia'; readonly callId: CallId; readonly withCamera: boolean }
  /** The devices acquired for call `from`, or being acquired, go over to `callId` as they are (rule 9). */
  /** Open the camera for this person alone to see; `acquireMedia` takes it over, `releaseMedia` closes it. */
  | { readonly type: 'previewCamera'; readonly callId: CallId }
  | { readonly type: 'adoptMedia'; readonly from: CallId; readonly callId: CallId }
  /** Both have agreed: media flows from here on, and what arrives is played. */
  | { readonly type: 'startMedia'; readonly callId: CallId }
  /** Stop every track: microphone, camera and shares. */
  | { readonly type: 'releaseMedia'; readonly callId: CallId }
  | { readonly type: 'startRingtone' }
  | { readonly type: 'stopRingtone' }
  | { readonly type: 'playTone'; readonly tone: 'ringback' | 'connected' | 'ended' | 'busy' }
  | { readonly type: 'stopRingback' }
  | { readonly type: 'startTimer'; readonly timer: TimerName; readonly callId: CallId; readonly ms: number }
  | { readonly type: 'stopTimer'; readonly timer: TimerName; readonly callId: CallId }
  /** Check that the server still hears us, and register again if not. */
  | { readonly type: 'refreshSignaling' }
  | { readonly type: 'record'; readonly record: CallRecord }
  /** Remember (or forget) what `Rejoin` needs if this browser dies in the call. */
  | { readonly type: 'rememberForRejoin'; readonly terms: Terms; readonly connectedAt: number | null }
  | { readonly type: 'forgetRejoin' }
