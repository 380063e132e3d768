/**
 * The line on which an overlay hands the tab around it to the offscreen document, frame by frame, where the browser lets
 * only the overlay capture it: the capture belongs to the overlay's document and cannot be handed over as a whole.
 */

/** The message that carries the offscreen document's end to the service worker, and on. */
export interface SharePortOffer {
  readonly type: 'tabcall:sharePort'
  /** By this name the background tells the offscreen document what the capture is for. */
  readonly capture: string
  readonly picture: boolean
  readonly sound: boolean
}

export function isSharePortOffer(data: unknown): data is SharePortOffer {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'tabcall:sharePort' &&
    'capture' in data &&
    typeof data.capture === 'string' &&
    'picture' in data &&
    typeof data.picture === 'boolean' &&
    'sound' in data &&
    typeof data.sound === 'boolean'
  )
}

export type SharePart = 'picture' | 'sound'

/** Overlay → offscreen. What is carried is transferred, never copied. */
export type ShareUp =
  | { readonly type: 'frame'; readonly of: SharePart; readonly frame: VideoFrame | AudioData }
  /** The browser has ended it: its own stop button, a closed tab. */
  | { readonly type: 'end'; readonly of: SharePart }

/** Offscreen → overlay. That the line is closed means that the capture is no longer wanted. */
export type ShareDown =
  /** The line is through. A frame sent while its port is still being handed on may be lost, and with it its acknowledgement. */
  { readonly type: 'ready' } | { readonly type: 'ack'; readonly of: SharePart }

/** Unacknowledged ones at most: a picture is worth sending only while it is new, while no sound may be lost for a short wait (10 ms each). */
export const SHARE_IN_FLIGHT: Readonly<Record<SharePart, number>> = { picture: 2, sound: 50 }
