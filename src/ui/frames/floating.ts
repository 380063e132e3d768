const watchers = new Set<() => void>()

/**
 * Calls `onChange` when a video of this page goes into a window of its own, and when none floats any more. Returns a
 * function that stops.
 */
export function watchFloatingVideo(onChange: (floats: boolean) => void): () => void {
  const life = new AbortController()
  const { signal } = life
  const look = (): void => onChange(document.pictureInPictureElement !== null)
  document.addEventListener('enterpictureinpicture', look, { signal })
  document.addEventListener('leavepictureinpicture', look, { signal })
  watchers.add(look)
  return () => {
    life.abort()
    watchers.delete(look)
  }
}

/** For a video that is about to leave the page (its share ended): out of the page it can float on, and no event tells the page when it ends. */
export function takeBackFloating(video: HTMLVideoElement): void {
  if (document.pictureInPictureElement !== video) return
  document
    .exitPictureInPicture()
    .catch(() => undefined)
    .finally(() => {
      for (const look of watchers) look()
    })
}
