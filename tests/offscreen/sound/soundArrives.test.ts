import { beforeEach, describe, expect, it, vi } from 'vitest'
import { whenSoundArrives } from '../../../src/offscreen/sound/soundArrives.ts'
import { createFakeClock, type FakeClock } from '../fakes.ts'

describe('the sound of a new line', () => {
  const then = vi.fn()
  let clock: FakeClock
  let sources: RTCRtpSynchronizationSource[]
  const receiver = { getSynchronizationSources: () => sources }
  beforeEach(() => {
    then.mockClear()
    clock = createFakeClock()
    sources = []
  })

  it('is told when it comes, once', async () => {
    whenSoundArrives(receiver, clock, then)
    await clock.advance(300)
    expect(then).not.toHaveBeenCalled()
    sources = [{ source: 1, timestamp: 0, rtpTimestamp: 0 }]
    expect(then).not.toHaveBeenCalled()
    await clock.advance(40)
    await clock.advance(3_000)
    expect(then).toHaveBeenCalledTimes(1)
    expect(clock.timers).toBe(0)
  })

  it('is not waited for longer than 2 s', async () => {
    whenSoundArrives(receiver, clock, then)
    await clock.advance(1_950)
    expect(then).not.toHaveBeenCalled()
    await clock.advance(50)
    expect(then).toHaveBeenCalledTimes(1)
    expect(clock.timers).toBe(0)
  })

  it('of a line without such a receiver is there by the next look', async () => {
    whenSoundArrives(null, clock, then)
    expect(then).not.toHaveBeenCalled()
    await clock.advance(40)
    expect(then).toHaveBeenCalledTimes(1)
  })

  it('is not told any more once nobody waits', async () => {
    whenSoundArrives(receiver, clock, then)()
    await clock.advance(3_000)
    expect(then).not.toHaveBeenCalled()
  })
})
