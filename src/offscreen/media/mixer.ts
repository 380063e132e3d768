/** Microphone and shared sound as one track, for plain clients, which take one. */
export interface Mixer {
  /** The same track as long as the same inputs are given. */
  mix(first: MediaStreamTrack | null, second: MediaStreamTrack): MediaStreamTrack
  dispose(): void
}

export function createMixer(createAudioContext: () => AudioContext): Mixer {
  let mixing: {
    readonly first: MediaStreamTrack | null
    readonly second: MediaStreamTrack
    readonly track: MediaStreamTrack
    readonly context: AudioContext
  } | null = null

  function dispose(): void {
    mixing?.track.stop()
    void mixing?.context.close()
    mixing = null
  }

  return {
    mix(first, second) {
      if (mixing && mixing.first === first && mixing.second === second) return mixing.track
      dispose()
      const context = createAudioContext()
      const destination = context.createMediaStreamDestination()
      for (const track of first ? [first, second] : [second]) {
        context.createMediaStreamSource(new MediaStream([track])).connect(destination)
      }
      void context.resume()
      const [track] = destination.stream.getAudioTracks()
      if (!track) throw new Error('a destination gives a track')
      mixing = { first, second, track, context }
      return track
    },
    dispose,
  }
}
