import { onCleanup } from 'solid-js'
import type { CallCommand } from '../messaging/command'
import type { Send } from '../ui/CallControls'
import { createPressGuard, mustBeMeant, type PressGuard } from './pressGuard'

/** https://w3c.github.io/IntersectionObserver/v2/: in a frame it sees what the page lays over it. Milliseconds. */
const OBSERVER_OPTIONS = { threshold: [0, 0.5, 0.98, 1], trackVisibility: true, delay: 100 }

/** Rounding at the edges of a zoomed page; less than this is cut off on purpose. */
const WHOLE = 0.98

export interface Guard extends Pick<PressGuard, 'changed'> {
  readonly send: Send
  /** Does what must be meant, such as sharing, unless it is not sure that it was. */
  readonly meant: (act: () => void) => void
}

/** The press guard of this page, once around all that its buttons do. */
export function createGuard(send: Send): Guard {
  const guard = createPressGuard(() => performance.now())
  const framed = window !== window.top
  const observer = new IntersectionObserver((entries) => {
    const entry = entries.at(-1)
    if (entry === undefined) return
    const uncovered = 'isVisible' in entry && entry.isVisible === true
    // Nothing of a page can lie over a window of ours.
    guard.setVisible(entry.isIntersecting && (!framed || (uncovered && entry.intersectionRatio >= WHOLE)))
  }, OBSERVER_OPTIONS)
  observer.observe(document.documentElement)

  const trustedOnly = (event: Event): void => {
    if (event.isTrusted) return
    event.stopImmediatePropagation()
    event.preventDefault()
  }
  for (const type of ['click', 'keydown', 'pointerdown']) document.addEventListener(type, trustedOnly, { capture: true })
  document.addEventListener('visibilitychange', guard.changed)
  onCleanup(() => {
    observer.disconnect()
    document.removeEventListener('visibilitychange', guard.changed)
  })

  return {
    changed: guard.changed,
    send(command: CallCommand) {
      if (!mustBeMeant(command) || guard.allows()) send(command)
    },
    meant(act) {
      if (guard.allows()) act()
    },
  }
}
