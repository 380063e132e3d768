/** Often enough that encoder, decoder and the line's estimate stay warm; a black picture costs next to nothing. */
const WARM_UP_MS = 200

/** Sizes of the camera whose place is kept, in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * A black picture of the camera's size, sent to a contact while it rings: encoder and decoder are made by the time
 * somebody accepts, and the camera then takes its place with no key frame of another size. Nothing of the camera is in it.
 */
export interface WarmUp {
  track(size: PictureSize): MediaStreamTrack
  dispose(): void
}

export interface WarmUpDeps {
  /** Runs `callback` every `ms`; the result ends it. */
  readonly every: (ms: number, callback: () => void) => () => void
}

export function createWarmUp({ every }: WarmUpDeps): WarmUp {
  let current: { readonly size: PictureSize; readonly track: MediaStreamTrack; readonly stop: () => void } | null = null

  function make(size: PictureSize): NonNullable<typeof current> {
    const track = new MediaStreamTrackGenerator({ kind: 'video' })
    const writer = track.writable.getWriter()
    const pixels = blackI420(size)
    const write = (): void => {
      const timestamp = Math.round(performance.now() * 1_000)
      const frame = new VideoFrame(pixels, { format: 'I420', codedWidth: size.width, codedHeight: size.height, timestamp })
      writer.write(frame).catch(() => frame.close())
    }
    write()
    const end = every(WARM_UP_MS, write)
    return {
      size,
      track,
      stop() {
        end()
        track.stop()
        writer.close().catch(() => undefined)
      },
    }
  }

  function dispose(): void {
    current?.stop()
    current = null
  }

  return {
    track(size) {
      if (current === null || current.size.width !== size.width || current.size.height !== size.height) {
        dispose()
        current = make(size)
      }
      return current.track
    },
    dispose,
  }
}

/** Black in 4:2:0: no light, and both colours in the middle. */
function blackI420({ width, height }: PictureSize): Uint8Array<ArrayBuffer> {
  const light = width * height
  const colour = Math.ceil(width / 2) * Math.ceil(height / 2)
  const pixels = new Uint8Array(light + 2 * colour)
  pixels.fill(128, light)
  return pixels
}
