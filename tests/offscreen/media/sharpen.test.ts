import { describe, expect, it, vi } from 'vitest'
import { type Sharpening, sharpenStep, watchSharpness } from '../../../src/offscreen/media/sharpen.ts'
import { createFakeClock } from '../fakes.ts'

/** One look after the other: how many pictures came since the last one, and how coarse they are. */
function looks(...seen: readonly (readonly [frames: number, qp: number])[]): boolean[] {
  let state: Sharpening | null = sharpenStep(null, { frames: 0, qpSum: 0 })
  return seen.map(([frames, qp]) => {
    const { count }: Sharpening = state ?? sharpenStep(null, { frames: 0, qpSum: 0 })
    state = sharpenStep(state, { frames: count.frames + frames, qpSum: count.qpSum + frames * qp })
    return state.asked
  })
}

describe('a shared picture', () => {
  it('that moves is left to its pictures', () => {
    expect(looks([5, 90], [4, 90], [5, 90])).toEqual([false, false, false])
  })
  it('that stands still is asked for again until it is sharp', () => {
    expect(looks([1, 90], [0, 0], [1, 60], [1, 40], [1, 15], [0, 0])).toEqual([false, true, true, true, false, false])
  })
  it('is asked for no more than eight times where it does not become sharp, and again after it has moved', () => {
    const still = Array.from({ length: 12 }, () => [1, 90] as const)
    const asked = looks([1, 90], [0, 0], ...still, [5, 90], [0, 0])
    expect(asked.filter(Boolean)).toHaveLength(9)
    expect(asked.at(-1)).toBe(true)
  })
  it('of which only the first has been sent is asked for', () => {
    expect(looks([0, 0], [1, 10], [0, 0])).toEqual([true, false, false])
  })

  it('is looked at as long as it is shared', async () => {
    const clock = createFakeClock()
    const repeat = vi.fn()
    let frames = 1
    const sender = {
      getStats: async (): Promise<RTCStatsReport> =>
        new Map([['picture', { type: 'outbound-rtp', framesEncoded: frames, qpSum: frames * 90 }]]),
    }
    const stop = watchSharpness(sender, clock, repeat)
    await clock.advance(300)
    expect(repeat).toHaveBeenCalledTimes(2)
    frames = 5
    await clock.advance(150)
    expect(repeat).toHaveBeenCalledTimes(2)
    stop()
    await clock.advance(600)
    expect(repeat).toHaveBeenCalledTimes(2)
    expect(clock.timers).toBe(0)
  })
})
