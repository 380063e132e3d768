/** Decoded pictures of one track, one after the other. Whoever gets a frame closes it or gives it away. */
export interface FrameReader {
  stop(): void
}

/** Reads `track` until it ends or `stop` is called. */
export type ReadFrames = (track: MediaStreamTrack, onFrame: (frame: VideoFrame) => void, onEnd: () => void) => FrameReader

function isVideoTrack(track: MediaStreamTrack): track is MediaStreamVideoTrack {
  return track.kind === 'video'
}

/** The newest picture is what counts: an older one that nobody took in time is dropped by the browser. */
const BUFFERED_FRAMES = 1

/** Chromium's own form of the API, on the main thread; frames are handles, nothing is copied. */
export const readFrames: ReadFrames = (track, onFrame, onEnd) => {
  if (!isVideoTrack(track)) return { stop: () => {} }
  const processor = new MediaStreamTrackProcessor({ track, maxBufferSize: BUFFERED_FRAMES })
  const reader = processor.readable.getReader()
  let stopped = false
  void (async () => {
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (stopped) {
          value?.close()
          return
        }
        if (done) break
        onFrame(value)
      }
    } catch {
      // The track was torn down: the same as its end.
    }
    if (!stopped) onEnd()
  })()
  return {
    stop() {
      stopped = true
      void reader.cancel().catch(() => {})
    },
  }
}
