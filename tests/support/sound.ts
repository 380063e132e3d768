import type { Locator } from 'playwright-core'

export const SAMPLE_RATE = 48_000

/** Recorded sound: samples from -1 to 1 at 48 kHz, one array a channel. */
export interface Sound {
  readonly left: Float32Array
  readonly right: Float32Array
}

export const SILENCE: Sound = { left: new Float32Array(), right: new Float32Array() }

/** Root mean square, 0 to 1. */
export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length))
}

/** The level of one frequency (Goertzel with a Hann window): the peak of the sine that it would be, 0 to 1. */
export function toneLevel(samples: Float32Array, hertz: number): number {
  return goertzel(hann(samples), hertz)
}

/** The strongest frequency between 100 and 4,000 Hz, to the nearest 10 Hz; null in silence. */
export function strongestTone(samples: Float32Array): number | null {
  if (rms(samples) < 0.001) return null
  const heard = hann(samples.subarray(0, SAMPLE_RATE))
  let best = { hertz: 0, level: 0 }
  for (let hertz = 100; hertz <= 4_000; hertz += 10) {
    const level = goertzel(heard, hertz)
    if (level > best.level) best = { hertz, level }
  }
  return best.hertz
}

function hann(samples: Float32Array): Float32Array {
  return samples.map((sample, index) => sample * (1 - Math.cos((2 * Math.PI * index) / samples.length)))
}

function goertzel(windowed: Float32Array, hertz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE)
  let one = 0
  let two = 0
  for (const sample of windowed) {
    const zero = sample + factor * one - two
    two = one
    one = zero
  }
  const power = one * one + two * two - factor * one * two
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, windowed.length)
}

/** a against b in decibels. */
export function decibels(a: number, b: number): number {
  return 20 * Math.log10(Math.max(a, 1e-9) / Math.max(b, 1e-9))
}

/** Records what the stream of an audio or video element carries, in its page. */
export async function recordElement(element: Locator, ms = 1_000): Promise<Sound> {
  const [left = [], right = []] = await element.evaluate(async (media, duration) => {
    if (!(media instanceof HTMLMediaElement) || !(media.srcObject instanceof MediaStream)) throw new Error('no stream')
    const [track] = media.srcObject.getAudioTracks()
    if (!track) throw new Error('no audio track')
    const copy = track.clone()
    const reader = new MediaStreamTrackProcessor({ track: copy }).readable.getReader()
    const channels: [number[], number[]] = [[], []]
    const until = performance.now() + duration
    while (performance.now() < until) {
      const { value: piece } = await reader.read()
      if (!piece) break
      for (const [side, into] of channels.entries()) {
        const samples = new Float32Array(piece.numberOfFrames)
        piece.copyTo(samples, { planeIndex: Math.min(side, piece.numberOfChannels - 1), format: 'f32-planar' })
        for (const sample of samples) into.push(sample)
      }
      piece.close()
    }
    await reader.cancel()
    copy.stop()
    return channels
  }, ms)
  return { left: Float32Array.from(left), right: Float32Array.from(right) }
}
