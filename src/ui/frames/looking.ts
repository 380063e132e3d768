import { watchFloatingVideo } from './floating'

/**
 * Tells whether this page can be seen: its tab is shown, and, inside another page, it is not scrolled or moved away.
 * A picture in a window of its own is seen wherever its page is. Returns a function that stops watching.
 */
export function watchLooking(onChange: (looking: boolean) => void): () => void {
  const life = new AbortController()
  const { signal } = life
  let onScreen = true
  const look = (): void => onChange(isElsewhere() || (onScreen && document.visibilityState === 'visible'))
  const observer = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? onScreen
    look()
  })
  observer.observe(document.documentElement)
  document.addEventListener('visibilitychange', look, { signal })
  const stopFloating = watchFloatingVideo(look)
  window.documentPictureInPicture?.addEventListener('enter', look, { signal })
  return () => {
    observer.disconnect()
    stopFloating()
    life.abort()
  }
}

function isElsewhere(): boolean {
  return document.pictureInPictureElement !== null || (window.documentPictureInPicture?.window ?? null) !== null
}
