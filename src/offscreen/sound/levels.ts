import type { Clock } from '../media/clock'
import { peak } from './ducking'

export interface Levels {
  readonly left: number
  readonly right: number
}

/** Ten times a second: smooth enough for a meter. */
const LEVELS_MS = 100
/** Covers the 100 ms between two looks at 48 kHz, nearly: a power of two as analysers want it. */
const WINDOW = 4096

/**
 * Measures the peaks, left and right, of what `source` plays, until the returned function is called.
 * Mono counts for both.
 */
export function measureLevels(source: AudioNode, clock: Clock, listener: (levels: Levels) => void): () => void {
  const { context } = source
  const splitter = context.createChannelSplitter(2)
  // Up-mixes mono to both sides before the split.
  const stereo = context.createGain()
  stereo.channelCount = 2
  stereo.channelCountMode = 'explicit'
  const analysers = [context.createAnalyser(), context.createAnalyser()]
  source.connect(stereo)
  stereo.connect(splitter)
  analysers.forEach((analyser, channel) => {
    analyser.fftSize = WINDOW
    splitter.connect(analyser, channel)
  })
  const samples = new Float32Array(WINDOW)
  const level = (analyser: AnalyserNode | undefined): number => {
    if (!analyser) return 0
    analyser.getFloatTimeDomainData(samples)
    return peak(samples)
  }
  const stop = clock.every(LEVELS_MS, () => listener({ left: level(analysers[0]), right: level(analysers[1]) }))
  return () => {
    stop()
    source.disconnect(stereo)
    stereo.disconnect()
    splitter.disconnect()
  }
}
