import { describe, expect, it } from 'vitest'
import { FULL, type GiveWay, giveWay, type LineSample } from '../../../src/offscreen/media/giveWay'

/** Seconds of the same line, fully used unless told otherwise. */
function over(seconds: number, line: Partial<LineSample> & { available: number }, from: GiveWay = FULL, start = 0): GiveWay {
  let state = from
  for (let second = 0; second < seconds; second++) {
    state = giveWay(state, {
      now: (start + second) * 1_000,
      used: line.available,
      sound: 40_000,
      loss: 0.01,
      roundTripMs: 50,
      camera: false,
      sharePicture: false,
      ...line,
    })
  }
  return state
}

/** What the other side reports of a line that gets more than it carries. */
const OVERFULL = { loss: 0.15 }

describe('who gives way', () => {
  it('nobody on a good line', () => {
    expect(over(60, { available: 4_000_000, camera: true, sharePicture: true })).toBe(FULL)
  })

  it('the camera, lean first and then paused, before the share', () => {
    const both = { camera: true, sharePicture: true }
    expect(over(6, { available: 800_000, ...both }).stage).toBe('lean')
    expect(over(9, { available: 800_000, ...both }).stage).toBe('lean')
    expect(over(12, { available: 280_000, ...both }).stage).toBe('noCamera')
    expect(over(18, { available: 90_000, ...both, ...OVERFULL }).stage).toBe('noPictures')
  })

  it('a camera alone only when there is next to nothing', () => {
    expect(over(20, { available: 300_000, camera: true }).stage).toBe('full')
    expect(over(9, { available: 80_000, camera: true, ...OVERFULL }).stage).toBe('noCamera')
    expect(over(9, { available: 80_000, camera: true, roundTripMs: 1_500 }).stage).toBe('noCamera')
  })

  it('the last picture never because jitter alone makes the line look slow', () => {
    const jittery = { available: 60_000, loss: 0.06, roundTripMs: 330 }
    expect(over(60, { ...jittery, camera: true }).stage).toBe('full')
    expect(over(60, { ...jittery, sharePicture: true }).stage).not.toBe('noPictures')
    expect(over(60, { ...jittery, camera: true, sharePicture: true }).stage).not.toBe('noPictures')
  })

  it('never for a dip of three seconds', () => {
    const dipped = over(3, { available: 50_000, camera: true })
    const after = over(3, { available: 2_000_000, camera: true }, dipped, 3)
    expect(after.stage).toBe('full')
    expect(over(3, { available: 50_000, camera: true }, after, 6).stage).toBe('full')
  })

  it('never because a still page uses little of a line that is not known to be better', () => {
    expect(over(60, { available: 300_000, used: 60_000, camera: true, sharePicture: true }).stage).toBe('full')
  })

  it('never the voice: without pictures nothing changes', () => {
    expect(over(60, { available: 10_000 })).toBe(FULL)
  })

  it('music leaves less for the pictures', () => {
    expect(over(9, { available: 600_000, sound: 40_000 + 510_000, camera: true, ...OVERFULL }).stage).toBe('noCamera')
  })
})

describe('trying again', () => {
  it('after ten seconds, and less often with each failure', () => {
    const line = { available: 80_000, camera: true, ...OVERFULL }
    const changes: number[] = []
    let state = FULL
    for (let second = 0; second < 120; second++) {
      const next = over(1, line, state, second)
      if (next.stage !== state.stage) changes.push(second)
      state = next
    }
    const pauses = changes.slice(1).map((second, index) => second - (changes[index] ?? 0))
    // Down at once after four seconds, up after 10, 20, 40 seconds.
    expect(pauses.filter((_, index) => index % 2 === 0)).toEqual([10, 20, 40])
  })

  it('forgets its failures after a good minute', () => {
    const failed = over(9, { available: 80_000, camera: true, ...OVERFULL })
    const recovered = over(90, { available: 2_000_000, used: 1_500_000, camera: true }, failed, 9)
    expect(recovered).toBe(FULL)
  })
})
