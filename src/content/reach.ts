import type { Rect } from '../messaging/hostPort'

/** The pointer this near to the overlay is on its way to it; this far, it has left. CSS pixels. */
export const NEAR = 40
export const FAR = 60

/** The distance of a point from a rectangle, 0 inside. */
export function distanceTo(rect: Rect, x: number, y: number): number {
  const dx = Math.max(rect.x - x, 0, x - (rect.x + rect.width))
  const dy = Math.max(rect.y - y, 0, y - (rect.y + rect.height))
  return Math.hypot(dx, dy)
}

/** Tells when the pointer comes near `rect` and when it has left it. Returns a function that stops following. */
export function followPointer(document: Document, rect: () => Rect | null, onReach: (within: boolean) => void): () => void {
  const following = new AbortController()
  let within = false
  document.addEventListener(
    'pointermove',
    (event) => {
      const place = rect()
      if (place === null || !event.isTrusted) return
      const distance = distanceTo(place, event.clientX, event.clientY)
      const now = distance <= NEAR || (within && distance <= FAR)
      if (now === within) return
      within = now
      onReach(within)
    },
    { capture: true, passive: true, signal: following.signal },
  )
  return () => following.abort()
}
