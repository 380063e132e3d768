import { DelegatedEvents, delegateEvents } from 'solid-js/web'
import type { NoticeCode } from '../messaging/snapshot'

/** Large enough for the controls. */
const SIZE = { width: 400, height: 300 }

/** Why no picture floats: there is none yet, or the browser refused (the page's policy is closed). */
export type FloatTrouble = Extract<NoticeCode, 'noPictureToFloat' | 'pictureInPictureRefused'>

/** The shared view, else the other's picture, in a window of its own over everything; or back from there. Null where that went well. */
export async function videoInPictureInPicture(): Promise<FloatTrouble | null> {
  const video = document.querySelector<HTMLVideoElement>('video.stage-share') ?? document.querySelector('video.stage-remote')
  if (!document.pictureInPictureEnabled) return 'pictureInPictureRefused'
  if (!(video instanceof HTMLVideoElement)) return 'noPictureToFloat'
  try {
    await (document.pictureInPictureElement === video ? document.exitPictureInPicture() : video.requestPictureInPicture())
    return null
  } catch (error) {
    const tooEarly = error instanceof DOMException && error.name === 'InvalidStateError'
    return tooEarly ? 'noPictureToFloat' : 'pictureInPictureRefused'
  }
}

/**
 * Moves `element` into an always-on-top window until that is closed. Null where the browser has none to give: only a
 * top-level page may open one.
 */
export async function openDocumentPictureInPicture(
  element: HTMLElement,
  onClosed: () => void,
): Promise<{ readonly close: () => void } | null> {
  const opened = await window.documentPictureInPicture?.requestWindow(SIZE).catch(() => null)
  if (!opened) return null
  const home = element.parentNode
  const next = element.nextSibling
  for (const link of document.querySelectorAll('link[rel="stylesheet"]')) opened.document.head.append(link.cloneNode(true))
  opened.document.documentElement.lang = document.documentElement.lang
  // Solid listens on the document; the element's new one must be listened on too.
  delegateEvents([...DelegatedEvents], opened.document)
  opened.document.body.append(element)
  resumeVideos(element)
  opened.addEventListener('pagehide', () => {
    home?.insertBefore(element, next)
    resumeVideos(element)
    onClosed()
  })
  return { close: () => opened.close() }
}

/** A video that changes its document pauses. */
function resumeVideos(element: HTMLElement): void {
  for (const video of element.querySelectorAll('video')) video.play().catch(() => undefined)
}
