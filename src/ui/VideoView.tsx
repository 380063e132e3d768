import { createEffect, type JSX, onCleanup } from 'solid-js'
import { takeBackFloating } from './frames/floating'

/** A moving picture. Sound never comes from here: it is played in the offscreen document. */
export function VideoView(props: {
  readonly stream: MediaStream | null
  readonly label: string
  readonly mirrored?: boolean
  readonly class?: string
  readonly ref?: (video: HTMLVideoElement) => void
}): JSX.Element {
  let video: HTMLVideoElement | undefined
  const resume = (): void => {
    // Refused while the page is hidden or the element is leaving: the next `resume` tries again.
    if (video?.srcObject && document.visibilityState === 'visible') video.play().catch(() => undefined)
  }
  createEffect(() => {
    if (!video || video.srcObject === props.stream) return
    video.srcObject = props.stream
    resume()
  })
  // Chrome pauses the picture of a tab that was frozen.
  document.addEventListener('resume', resume)
  document.addEventListener('visibilitychange', resume)
  onCleanup(() => {
    document.removeEventListener('resume', resume)
    document.removeEventListener('visibilitychange', resume)
    if (!video) return
    takeBackFloating(video)
    video.srcObject = null
  })
  return (
    <video
      ref={(element) => {
        video = element
        element.muted = true
        props.ref?.(element)
      }}
      class={`video ${props.class ?? ''}`}
      classList={{ 'video-mirrored': props.mirrored ?? false }}
      aria-label={props.label}
      autoplay
      playsinline
      muted
      disableremoteplayback
      onPause={() => queueMicrotask(resume)}
    />
  )
}
