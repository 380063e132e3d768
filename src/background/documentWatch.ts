import type { Clock } from './clock'

/** The dying document may still be listed when its lifeline has ended. */
const LOOKS_MS = [0, 200, 1_000]
/** A document that could not be made, or did not hold its lifeline yet, is waited for again after this long. */
const AGAIN_MS = 2_000

export interface DocumentWatchPorts {
  /** Resolves when no offscreen document lives, see `messaging/lifeline.ts`. */
  readonly ended: () => Promise<void>
  readonly ensure: () => Promise<void>
  readonly clock: Pick<Clock, 'after'>
  readonly onError: (error: unknown) => void
}

/** Has a closed offscreen document made again at once. What is returned starts to watch; while it watches, it does nothing. */
export function makeDocumentWatch({ ended, ensure, clock, onError }: DocumentWatchPorts): () => void {
  let watching = false
  function watch(): void {
    if (watching) return
    watching = true
    ended()
      .then(() => {
        watching = false
        for (const ms of LOOKS_MS) clock.after(ms, () => void ensure().catch(onError))
        clock.after(AGAIN_MS, watch)
      })
      .catch(onError)
  }
  return watch
}
