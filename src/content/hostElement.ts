import type { Rect } from '../messaging/hostPort'
import { makeDialog, makeDiv, makeIframe } from './htmlElements'

/**
 * `all: initial !important` in a shadow sheet beats a page's own `!important`; `display` shows it even where the page
 * takes it out of the top layer. It is `visibility: hidden` until the overlay has said where it stands.
 */
const STYLE = `
:host {
  all: initial !important;
  display: block !important;
  visibility: hidden !important;
  position: fixed !important;
  inset: auto !important;
  left: 0 !important;
  top: 0 !important;
  width: 1px !important;
  height: 1px !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
  overflow: clip !important;
  contain: layout paint style !important;
  z-index: 2147483647 !important;
  color-scheme: light dark !important;
  box-shadow: 0 4px 20px rgb(0 0 0 / 0.28), 0 0 0 1px rgb(0 0 0 / 0.08) !important;
}
dialog {
  all: initial;
  display: block;
  position: static;
  width: 100%;
  height: 100%;
  color-scheme: light dark;
}
dialog:modal {
  position: fixed;
  overflow: clip;
  box-shadow: 0 4px 20px rgb(0 0 0 / 0.28), 0 0 0 1px rgb(0 0 0 / 0.08);
}
dialog::backdrop {
  display: none;
}
iframe {
  all: initial;
  display: block;
  width: 100%;
  height: 100%;
  border: 0;
  color-scheme: light dark;
}`

/**
 * Our policy inside the page's: `src` is a random origin with `use_dynamic_url`, so that a list without `*` would
 * name an origin that the document does not have.
 */
const ALLOW = 'fullscreen *; picture-in-picture *; display-capture *; autoplay *'

/** Places of the rules in the sheet that geometry is written to. */
const HOST_RULE = 0
const MODAL_RULE = 2

/** The one element in the page: a popover with a closed shadow root, around the overlay's iframe. */
export interface HostElement {
  readonly element: HTMLElement
  /** Called after each load of the overlay, with its window. */
  onLoad(listener: (overlay: Window) => void): void
  place(rect: Rect, radius: number): void
  setShown(shown: boolean): void
  /** Puts it over everything that is in the top layer now. */
  raise(): void
  /**
   * Over a video in fullscreen nothing can be clicked but what is in a modal dialog. Inside the shadow root it is no
   * element of the page's, and it is taken back as soon as it has served: all else is inert meanwhile.
   */
  setModal(modal: boolean): void
  isModal(): boolean
  /** Loads the overlay anew, without credentials: the only way into a page with COEP. */
  reloadCredentialless(): void
  focus(): void
  remove(): void
}

export function makeHostElement(document: Document, source: string, title: string): HostElement {
  const element = makeDiv(document)
  element.setAttribute('popover', 'manual')
  const root = element.attachShadow({ mode: 'closed' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  root.adoptedStyleSheets = [sheet]
  const listeners = new Set<(overlay: Window) => void>()
  let placed: { readonly rect: Rect; readonly radius: number } | null = null
  let shown = true
  let iframe = makeOverlay(false)
  const dialog = makeDialog(document)
  // The dialog itself takes the focus when it must, not the overlay in it: keys still reach the page.
  dialog.autofocus = true
  dialog.tabIndex = -1
  dialog.append(iframe)
  root.append(dialog)

  function makeOverlay(credentialless: boolean): HTMLIFrameElement {
    const made = makeIframe(document)
    made.setAttribute('allow', ALLOW)
    made.setAttribute('title', title)
    if (credentialless) made.setAttribute('credentialless', '')
    made.setAttribute('src', source)
    made.addEventListener('load', () => {
      if (made === iframe && made.contentWindow) for (const listener of listeners) listener(made.contentWindow)
    })
    return made
  }

  function draw(): void {
    const properties: Record<string, string> = placed ? geometry(placed.rect, placed.radius) : {}
    styleRule(sheet, HOST_RULE, {
      ...properties,
      display: shown ? 'block' : 'none',
      // Under its own modal dialog the browser would take it for something that lies over the overlay.
      visibility: placed && !dialog.open ? 'visible' : 'hidden',
    })
    styleRule(sheet, MODAL_RULE, properties)
  }

  return {
    element,
    onLoad: (listener) => void listeners.add(listener),
    place(rect, radius) {
      placed = { rect, radius }
      draw()
    },
    setShown(now) {
      shown = now
      draw()
    },
    raise() {
      if (!element.isConnected || (dialog.open && element.matches(':popover-open'))) return
      // The page may have taken the attribute away.
      if (element.popover !== 'manual') element.popover = 'manual'
      if (element.matches(':popover-open')) element.hidePopover()
      element.showPopover()
    },
    reloadCredentialless() {
      const fresh = makeOverlay(true)
      const former = iframe
      iframe = fresh
      former.replaceWith(fresh)
    },
    setModal(modal) {
      if (modal === dialog.open || !element.isConnected) return
      if (modal) dialog.showModal()
      else dialog.close()
      draw()
    },
    isModal: () => dialog.open,
    focus: () => iframe.focus({ preventScroll: true }),
    remove: () => element.remove(),
  }
}

function geometry(rect: Rect, radius: number): Record<string, string> {
  return {
    left: `${rect.x}px`,
    top: `${rect.y}px`,
    width: `${rect.width}px`,
    height: `${rect.height}px`,
    'border-radius': `${radius}px`,
  }
}

function styleRule(sheet: CSSStyleSheet, index: number, properties: Readonly<Record<string, string>>): void {
  const rule = sheet.cssRules[index]
  if (!(rule instanceof CSSStyleRule)) return
  for (const [name, value] of Object.entries(properties)) rule.style.setProperty(name, value, 'important')
}
