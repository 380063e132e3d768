import type { Rect } from '../messaging/hostPort'
import type { HostElement } from './hostElement'
import { followPointer } from './reach'
import { type Cover, findCover } from './topLayer'

export interface LayersDeps {
  readonly document: Document
  readonly host: HostElement
  /** Where the host stands while nothing covers the page. */
  readonly home: () => Element
  readonly rect: () => Rect | null
  /** The host was put elsewhere. */
  readonly onMoved: () => void
}

/** Keeps the host over modal dialogs and what is in fullscreen, and brings it back home afterwards. */
export interface Layers {
  arrange(): void
  /** For the keyboard: makes the overlay reachable over a picture in fullscreen. */
  reach(): void
  dispose(): void
}

export function createLayers({ document, host, home, rect, onMoved }: LayersDeps): Layers {
  const life = new AbortController()
  let stopFollowing: (() => void) | null = null

  function move(holder: Element | ShadowRoot): void {
    const { element } = host
    if (element.parentNode === holder || !element.isConnected) return
    try {
      // Unlike `append`, this keeps the iframe as it is.
      holder.moveBefore(element, null)
    } catch {
      // The holder has left the document meanwhile: the next event brings the host on.
      return
    }
  }

  function coverIs(cover: Cover): void {
    if (cover.kind !== 'picture') leavePicture()
    if (cover.kind === 'self') return
    move(cover.kind === 'holder' ? cover.holder : home())
    host.raise()
    onMoved()
    if (cover.kind === 'picture' && stopFollowing === null) stopFollowing = followPointer(document, rect, host.setModal)
  }

  function leavePicture(): void {
    stopFollowing?.()
    stopFollowing = null
    host.setModal(false)
  }

  function arrange(): void {
    coverIs(findCover(document, host.element))
  }

  const options = { capture: true, passive: true, signal: life.signal }
  document.addEventListener('fullscreenchange', arrange, options)
  document.addEventListener(
    'toggle',
    (event) => {
      // Of popovers and details nothing is inert; of our own host there is nothing to arrange.
      if (event.target instanceof HTMLDialogElement) arrange()
    },
    options,
  )

  return {
    arrange,
    reach() {
      if (findCover(document, host.element).kind === 'picture') host.setModal(true)
    },
    dispose() {
      life.abort()
      stopFollowing?.()
    },
  }
}
