/** How the browser draws the host: with `trackVisibility` it says whether anything of the page covers it. */
export interface Sight {
  /** It has a size and is on the screen. */
  readonly drawn: boolean
  readonly uncovered: boolean
}

/** https://w3c.github.io/IntersectionObserver/v2/; the delay is the least the browser takes. Milliseconds. */
const OPTIONS = { threshold: [0, 1], trackVisibility: true, delay: 100 }

/** Tells how the host is seen, on every change. Costs the page nothing: no observer of its tree. Returns a function that stops. */
export function watchSight(element: Element, onChange: (sight: Sight) => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    const entry = entries.at(-1)
    if (entry === undefined) return
    onChange({ drawn: entry.isIntersecting, uncovered: 'isVisible' in entry && entry.isVisible === true })
  }, OPTIONS)
  observer.observe(element)
  // Tells of a removal one frame after it, where the other may wait for its delay.
  const sizes = new ResizeObserver(() => {
    if (!element.isConnected) onChange({ drawn: false, uncovered: false })
  })
  sizes.observe(element)
  return () => {
    observer.disconnect()
    sizes.disconnect()
  }
}
