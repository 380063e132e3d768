/** What makes all the rest of a page inert: the host must be inside it to be clicked. */
export type Cover =
  | { readonly kind: 'none' }
  /** A modal dialog, or an element in fullscreen that can hold the host. */
  | { readonly kind: 'holder'; readonly holder: Element | ShadowRoot }
  /** A video or a frame in fullscreen: it shows no children. */
  | { readonly kind: 'picture'; readonly element: Element }
  /** Our own overlay is in fullscreen. */
  | { readonly kind: 'self' }

/** Elements that show no children of theirs. */
const REPLACED = new Set(['audio', 'canvas', 'embed', 'iframe', 'frame', 'img', 'object', 'svg', 'video'])

/** What is over the page now. Looks through closed shadow roots, but walks no tree: it follows focus and fullscreen. */
export function findCover(document: Document, host: Element): Cover {
  const fullscreen = deepFullscreen(document)
  if (fullscreen === host) return { kind: 'self' }
  const dialog = topDialog(document, host)
  // A dialog opened over a fullscreen element is inside it, or it could not be seen.
  if (dialog !== null && (fullscreen === null || contains(fullscreen, dialog))) return holder(dialog)
  if (fullscreen === null) return { kind: 'none' }
  return REPLACED.has(fullscreen.localName) ? { kind: 'picture', element: fullscreen } : holder(fullscreen)
}

/** An element with a shadow root may have no slot for us: inside the root there is always room. */
function holder(element: Element): Cover {
  return { kind: 'holder', holder: shadowRootOf(element) ?? element }
}

function deepFullscreen(document: Document): Element | null {
  let found = document.fullscreenElement
  while (found !== null) {
    const inner: Element | null = shadowRootOf(found)?.fullscreenElement ?? null
    if (inner === null) return found
    found = inner
  }
  return null
}

/** The modal dialog with the focus, else the last in the page. */
function topDialog(document: Document, host: Element): Element | null {
  return focusedDialog(document, host) ?? [...document.querySelectorAll('dialog:modal')].at(-1) ?? null
}

function focusedDialog(document: Document, host: Element): Element | null {
  let active: Element | null = document.activeElement
  let found: Element | null = null
  while (active !== null) {
    // What is open inside the host is our own.
    if (active === host) return host.parentElement?.closest('dialog:modal') ?? found
    found = active.closest('dialog:modal') ?? found
    active = shadowRootOf(active)?.activeElement ?? null
  }
  return found
}

function contains(outer: Element, inner: Element): boolean {
  let node: Node | null = inner
  while (node !== null) {
    if (outer.contains(node)) return true
    const root: Node = node.getRootNode()
    node = root instanceof ShadowRoot ? root.host : null
  }
  return false
}

function shadowRootOf(element: Element): ShadowRoot | null {
  return element instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(element) : null
}
