import * as v from 'valibot'

/** Why nothing is captured: the person closed the browser's question, may not be asked it, or it could not be asked. */
export type CaptureRefusal = 'cancelled' | 'forbidden' | 'impossible'

/** No hand closes a dialog this soon after it has opened; a policy answers in a fraction of it. */
const BY_HAND_MS = 300

/** A `DOMException`, also one of a frame's own realm. */
const NotAllowedSchema = v.object({ name: v.literal('NotAllowedError') })

/**
 * What a rejection of `getDisplayMedia` means. The browser has one error for a person who closes its dialog and for a policy
 * by which none opens: only the time tells them apart. `afterMs`: since it was called.
 */
export function captureRefusal(error: unknown, afterMs: number): CaptureRefusal {
  if (!v.is(NotAllowedSchema, error)) return 'impossible'
  return afterMs < BY_HAND_MS ? 'forbidden' : 'cancelled'
}
