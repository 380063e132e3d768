import type { Rect } from '../messaging/hostPort'
import type { Placement } from './createPlacement'
import { type Edges, KEY_STEP, moved, resized, type Size, snapped } from './geometry'

/** A hand trembles; less than this is a click. Pixels of the screen. */
const DRAG_THRESHOLD = 4

/** How many pixels of the screen a CSS pixel of the page has: its zoom. 1 where the browser does not tell. */
async function zoomFactor(): Promise<number> {
  return chrome.tabs.getZoom().catch(() => 1)
}

interface Hand {
  readonly screenX: number
  readonly screenY: number
  readonly from: Rect
  readonly viewport: Size
}

/** Moving and resizing by pointer and by keyboard. */
export interface Drag {
  /** For `pointerdown` on what the overlay is moved by. */
  startMove(event: PointerEvent): void
  startResize(edges: Edges, event: PointerEvent): void
  /** Arrow keys move, with Shift they resize. True when it was one of them. */
  key(event: KeyboardEvent): boolean
}

export function createDrag(placement: Placement): Drag {
  /**
   * By the screen's coordinates: the overlay moves under the pointer, so that its own coordinates tell where the
   * pointer was in a rectangle that has moved meanwhile.
   */
  function follow(event: PointerEvent, change: (hand: Hand, dx: number, dy: number) => Rect, snap: boolean): void {
    const from = placement.rect()
    const viewport = placement.viewport()
    const target = event.currentTarget
    if (event.button !== 0 || from === null || viewport === null || !(target instanceof Element)) return
    const hand: Hand = { screenX: event.screenX, screenY: event.screenY, from, viewport }
    const { pointerId } = event
    // At once: the next move may be outside the overlay, and is the page's otherwise.
    target.setPointerCapture(pointerId)
    let zoom = 1
    let now = from
    let dragging = false
    const life = new AbortController()
    const { signal } = life
    void zoomFactor().then((factor) => {
      zoom = factor
    })
    const move = (moving: PointerEvent): void => {
      if (moving.pointerId !== pointerId) return
      const dx = moving.screenX - hand.screenX
      const dy = moving.screenY - hand.screenY
      if (!dragging && Math.hypot(dx, dy) < DRAG_THRESHOLD) return
      dragging = true
      now = change(hand, dx / zoom, dy / zoom)
      placement.drag(now)
    }
    const end = (ending: PointerEvent): void => {
      if (ending.pointerId !== pointerId) return
      life.abort()
      if (dragging) placement.settle(snap ? snapped(now, viewport) : now)
    }
    document.addEventListener('pointermove', move, { signal })
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      document.addEventListener(type, end, { signal })
    }
  }

  return {
    startMove: (event) => follow(event, ({ from, viewport }, dx, dy) => moved(from, dx, dy, viewport), true),
    startResize: (edges, event) => follow(event, ({ from, viewport }, dx, dy) => resized(from, edges, dx, dy, viewport), false),
    key(event) {
      const rect = placement.rect()
      const viewport = placement.viewport()
      const direction = ARROWS[event.key]
      if (direction === undefined || rect === null || viewport === null || event.ctrlKey || event.altKey || event.metaKey) {
        return false
      }
      const dx = direction.x * KEY_STEP
      const dy = direction.y * KEY_STEP
      if (placement.form() === 'expanded') return false
      if (!event.shiftKey) placement.settle(moved(rect, dx, dy, viewport))
      else if (placement.form() === 'floating') placement.settle(resized(rect, growing(rect, viewport), dx, dy, viewport))
      return true
    },
  }
}

const ARROWS: Readonly<Record<string, { readonly x: number; readonly y: number } | undefined>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** The edges away from the nearer sides of the window: there is the room to grow into. */
function growing(rect: Rect, viewport: Size): Edges {
  const left = rect.x > viewport.width - rect.x - rect.width
  const top = rect.y > viewport.height - rect.y - rect.height
  return { left, right: !left, top, bottom: !top }
}
