/** Why nothing is captured: the person closed the browser's question, may not be asked it, or it could not be asked. */
export type CaptureRefusal = 'cancelled' | 'forbidden' | 'impossible'

/** No hand closes a dialog this soon after it has opened; a policy answers in a fraction of it. */
const BY_HAND_MS = 300

/**
 * What a rejection of `getDisplayMedia` means. The browser has one error for a person who closes its dialog and for a policy
 * by which none opens: only the time tells them apart. `afterMs`: since it was called.
 */
export function captureRefusal(error: unknown, afterMs: number): CaptureRefusal {
  if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return 'impossible'
  return afterMs < BY_HAND_MS ? 'forbidden' : 'cancelled'
}
