import type { CallCommand } from './command'
import type { FrameSource } from './framePort'
import type { Snapshot } from './snapshot'

/**
 * A view's own line to the offscreen document: `runtime.connect`, answered there and not by the service
 * worker, so that neither a click nor a snapshot waits for a service worker to wake.
 */
export const VIEW_PORT_NAME = 'tabcall:view'

export type ViewUp =
  | { readonly type: 'command'; readonly command: CallCommand }
  /** For cross-origin isolated pages, where frames cannot be transferred: a loopback connection's SDP and candidates. */
  | { readonly type: 'loopback'; readonly signal: LoopbackSignal }
  /** Under which name this view's frame ports come: they go with this line, since a port does not tell that its page is gone. */
  | { readonly type: 'frames'; readonly view: string }
  /** Under which name this view carries its tab's capture (`sharePort.ts`): that goes with this line too. */
  | { readonly type: 'carries'; readonly capture: string }
  | { readonly type: 'want'; readonly sources: readonly FrameSource[] }

/** Peak levels 0 to 1 of the sound that one side shares, left and right, about 10 a second while there is some. */
export interface SoundLevels {
  readonly of: 'own' | 'theirs'
  readonly left: number
  readonly right: number
}

export type ViewDown =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | ({ readonly type: 'levels' } & SoundLevels)
  | { readonly type: 'loopback'; readonly signal: LoopbackSignal }

export type LoopbackSignal =
  | { readonly kind: 'start' }
  | { readonly kind: 'description'; readonly type: 'offer' | 'answer'; readonly sdp: string }
  | {
      readonly kind: 'candidate'
      readonly candidate: string
      readonly sdpMid: string | null
      readonly sdpMLineIndex: number | null
    }
