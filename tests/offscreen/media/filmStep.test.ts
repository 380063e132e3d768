import { describe, expect, it } from 'vitest'
import { FIRST_WAIT_MS, type FilmLine, FilmStep, pictureWait, soundWait } from '../../../src/offscreen/media/filmStep.ts'
import { createFakeClock } from '../fakes.ts'

const at = (seconds: number, samples: number) => ({ seconds, samples })

describe('how long the pictures of a film wait', () => {
  it('is as long as its sound waited since the last look, and 80 ms through the audio graph', () => {
    expect(pictureWait(230, at(0, 0), at(48_000 * 0.3, 48_000))).toBe(380)
    expect(pictureWait(230, at(1_000, 10_000), at(1_000 + 48_000 * 0.5, 58_000))).toBe(580)
  })
  it('stays where the difference is small, or no sound came', () => {
    expect(pictureWait(230, at(0, 0), at(48_000 * 0.165, 48_000))).toBe(230)
    expect(pictureWait(230, at(10, 480), at(10, 480))).toBe(230)
  })
  it('is two seconds at most', () => {
    expect(pictureWait(230, at(0, 0), at(48_000 * 9, 48_000))).toBe(2_000)
  })
  it('is read from the statistics of the receiver, where there are any', () => {
    expect(soundWait([{ type: 'codec' }])).toBeNull()
    expect(soundWait([{ type: 'inbound-rtp', jitterBufferDelay: 2, jitterBufferEmittedCount: 480 }])).toEqual(at(2, 480))
    expect(soundWait([{ type: 'inbound-rtp', jitterBufferDelay: 'x' }])).toBeNull()
  })
})

describe('a film that comes by a line', () => {
  const scene = () => {
    const clock = createFakeClock()
    const sound = { wait: 0.15, seconds: 0, samples: 0 }
    const report = async (): Promise<RTCStatsReport> => {
      sound.samples += 48_000
      sound.seconds += 48_000 * sound.wait
      const { seconds, samples } = sound
      return new Map([['sound', { type: 'inbound-rtp', jitterBufferDelay: seconds, jitterBufferEmittedCount: samples }]])
    }
    const picture: ReturnType<FilmLine['receiver']> = { jitterBufferTarget: null, getStats: async () => new Map() }
    const line: FilmLine = {
      receiver: (slot) => (slot === 'sharePicture' ? picture : { jitterBufferTarget: null, getStats: report }),
    }
    return { clock, sound, picture, line, step: new FilmStep(clock) }
  }

  it('has its pictures wait from the start, and longer when its sound does', async () => {
    const { clock, sound, picture, line, step } = scene()
    step.follow(line)
    expect(picture.jitterBufferTarget).toBe(FIRST_WAIT_MS)
    await clock.advance(2_000)
    expect(picture.jitterBufferTarget).toBe(FIRST_WAIT_MS)
    sound.wait = 0.4
    await clock.advance(1_000)
    expect(picture.jitterBufferTarget).toBe(480)
    sound.wait = 0.15
    await clock.advance(1_000)
    expect(picture.jitterBufferTarget).toBe(230)
  })

  it('leaves nothing behind when it ends', async () => {
    const { clock, picture, line, step } = scene()
    step.follow(line)
    step.follow(line)
    expect(clock.timers).toBe(1)
    step.follow(null)
    expect(picture.jitterBufferTarget).toBeNull()
    expect(clock.timers).toBe(0)
    await clock.advance(2_000)
    expect(picture.jitterBufferTarget).toBeNull()
  })
})
