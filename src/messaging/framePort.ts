/** Which picture a frame belongs to. */
export type FrameSource = 'remote' | 'self' | 'share'

/**
 * Offscreen → view, over a transferred `MessagePort`. The frame is transferred, never copied.
 * A view acknowledges each frame; two unacknowledged ones at most are in flight (see FRAMES_IN_FLIGHT).
 */
export type FrameDown =
  | { readonly type: 'frame'; readonly source: FrameSource; readonly frame: VideoFrame }
  /** The source has ended or paused: show nothing of it. */
  | { readonly type: 'end'; readonly source: FrameSource }

export type FrameUp =
  | { readonly type: 'ack'; readonly source: FrameSource }
  /** Which pictures the view is showing now; a hidden view wants none. */
  | { readonly type: 'want'; readonly sources: readonly FrameSource[] }

/** A frozen tab would otherwise queue frames at 110 MB a second (measured). */
export const FRAMES_IN_FLIGHT = 2

/** The message that carries a view's port to the service worker, and on to the offscreen document. */
export interface FramePortOffer {
  readonly type: 'tabcall:framePort'
  readonly view: string
}
export function isFramePortOffer(data: unknown): data is FramePortOffer {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'tabcall:framePort' &&
    'view' in data &&
    typeof data.view === 'string'
  )
}
