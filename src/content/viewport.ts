export interface Viewport {
  readonly width: number
  readonly height: number
}

/** What a fixed element may fill, without scroll bars, in CSS pixels. Also right in quirks mode. */
export function viewportOf(window: Window): Viewport {
  const scroller = window.document.scrollingElement
  const within = (outer: number, inner: number | undefined): number =>
    inner === undefined || inner === 0 ? outer : Math.min(outer, inner)
  return {
    width: within(window.innerWidth, scroller?.clientWidth),
    height: within(window.innerHeight, scroller?.clientHeight),
  }
}
