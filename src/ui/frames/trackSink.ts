import type { FrameSink } from './frameClient'

/** Frames as a stream for a `<video>`: Chromium's own form of the API, here alone. */
export function makeTrackSink(): FrameSink<MediaStream> {
  const track = new MediaStreamTrackGenerator({ kind: 'video' })
  const writer = track.writable.getWriter()
  return {
    picture: new MediaStream([track]),
    write: (frame) => writer.write(frame),
    close() {
      track.stop()
      writer.close().catch(() => undefined)
    },
  }
}
