import { DelegatedEvents, delegateEvents } from 'solid-js/web'

/** Large enough for the controls. */
const SIZE = { width: 400, height: 300 }

/** The shared view, else the other's picture, in a window of its own over everything. */
export function videoInPictureInPicture(): void {
  const video = document.querySelector<HTMLVideoElement>('video.stage-share') ?? document.querySelector('video.stage-remote')
  if (!(video instanceof HTMLVideoElement)) return
  if (document.pictureInPictureElement === video) document.exitPictureInPicture().catch(() => undefined)
  // Refused where the page's policy is closed, or before the first picture.
  else video.requestPictureInPicture().catch(() => undefined)
}

/** Calls `onChange` when the picture goes into a window of its own, and when it comes back. Returns a function that stops. */
export function watchVideoPictureInPicture(onChange: (active: boolean) => void): () => void {
  const life = new AbortController()
  const { signal } = life
  document.addEventListener('enterpictureinpicture', () => onChange(true), { signal })
  document.addEventListener('leavepictureinpicture', () => onChange(false), { signal })
  return () => life.abort()
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
