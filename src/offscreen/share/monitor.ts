import type { Clock } from '../media/clock'
import type { AudioOutput } from '../sound/audioOutput'
import { rootMeanSquare } from '../sound/ducking'
import { type Levels, measureLevels } from '../sound/levels'

/** Plays a captured tab to its owner, who would not hear it otherwise, and listens along. */
export interface Monitor {
  setVolume(volume: number): void
  /** Loudness right now, 0 to 1. */
  loudness(): number
  listen(clock: Clock, listener: (levels: Levels) => void): () => void
  close(): void
}

const WINDOW = 2048
/** A short ramp instead of a click. */
const RAMP_TIME_CONSTANT_S = 0.01

export function createMonitor(output: AudioOutput, track: MediaStreamTrack, volume: number): Monitor {
  const using = output.use()
  const { context } = using
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const gain = context.createGain()
  const analyser = context.createAnalyser()
  analyser.fftSize = WINDOW
  gain.gain.value = volume
  source.connect(gain).connect(context.destination)
  source.connect(analyser)
  const samples = new Float32Array(WINDOW)
  return {
    setVolume: (next) => void gain.gain.setTargetAtTime(next, context.currentTime, RAMP_TIME_CONSTANT_S),
    loudness() {
      analyser.getFloatTimeDomainData(samples)
      return rootMeanSquare(samples)
    },
    listen: (clock, listener) => measureLevels(source, clock, listener),
    close() {
      source.disconnect()
      gain.disconnect()
      using.release()
    },
  }
}
