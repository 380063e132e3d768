/**
 * Tracks that stand in for what is not there: a plain client cannot be renegotiated, so its slots are never empty,
 * and a line without voice packets would look dead to `watchLine`.
 */
export interface Placeholders {
  /** Black, a frame a second: enough for the other side to know that it is a picture. */
  black(): MediaStreamTrack
  silence(): MediaStreamTrack
  dispose(): void
}

export interface PlaceholderDeps {
  readonly createCanvas: () => HTMLCanvasElement
  readonly createAudioContext: () => AudioContext
}

/** Small, but within what every encoder takes. */
const BLACK_WIDTH = 320
const BLACK_HEIGHT = 180

export function createPlaceholders({ createCanvas, createAudioContext }: PlaceholderDeps): Placeholders {
  let picture: { readonly track: MediaStreamTrack; readonly timer: ReturnType<typeof setInterval> } | null = null
  let sound: { readonly track: MediaStreamTrack; readonly context: AudioContext } | null = null

  function paintBlack(): { readonly track: MediaStreamTrack; readonly timer: ReturnType<typeof setInterval> } {
    const canvas = createCanvas()
    canvas.width = BLACK_WIDTH
    canvas.height = BLACK_HEIGHT
    const context = canvas.getContext('2d')
    const paint = (): void => context?.fillRect(0, 0, BLACK_WIDTH, BLACK_HEIGHT)
    paint()
    const [track] = canvas.captureStream().getVideoTracks()
    if (!track) throw new Error('a canvas gives a track')
    // A canvas gives a frame whenever it is painted, and never by itself.
    return { track, timer: setInterval(paint, 1_000) }
  }

  return {
    black() {
      picture ??= paintBlack()
      return picture.track
    },
    silence() {
      if (!sound) {
        const context = createAudioContext()
        const destination = context.createMediaStreamDestination()
        const [track] = destination.stream.getAudioTracks()
        if (!track) throw new Error('a destination gives a track')
        sound = { track, context }
      }
      return sound.track
    },
    dispose() {
      if (picture) {
        clearInterval(picture.timer)
        picture.track.stop()
        picture = null
      }
      if (sound) {
        sound.track.stop()
        void sound.context.close()
        sound = null
      }
    },
  }
}
