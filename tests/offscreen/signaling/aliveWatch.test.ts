import { describe, expect, test } from 'vitest'
import { AliveWatch, TICK_MS } from '../../../src/offscreen/signaling/aliveWatch.ts'

const DAY_MS = 24 * 3_600_000

/** A machine with its two clocks, and what the watch finds while time passes. */
function machine() {
  const clocks = { now: 5_000, wallClock: 1_800_000_000_000 }
  const watch = new AliveWatch({ now: () => clocks.now, wallClock: () => clocks.wallClock })
  const pass = (ms: number) => {
    const findings: ('slept' | 'quiet')[] = []
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      clocks.now += TICK_MS
      clocks.wallClock += TICK_MS
      const finding = watch.tick()
      if (finding !== null) findings.push(finding)
    }
    return findings
  }
  return { clocks, watch, pass }
}

describe('a registration is proved', () => {
  test('when nothing has come for more than 20 s, and not while something comes', () => {
    const { watch, pass } = machine()
    for (let times = 0; times < 5; times++) {
      expect(pass(20_000)).toEqual([])
      watch.heard()
    }
    expect(pass(22_000)).toEqual(['quiet'])
  })

  test('as soon when the computer’s clock was set back by a day', () => {
    const { clocks, pass } = machine()
    clocks.wallClock -= DAY_MS
    expect(pass(22_000)).toEqual(['quiet'])
  })

  test('at once when it was set a day ahead, and no sooner than else after that', () => {
    const { clocks, watch, pass } = machine()
    clocks.wallClock += DAY_MS
    expect(pass(2_000)).toEqual(['slept'])
    watch.heard()
    expect(pass(20_000)).toEqual([])
  })

  test.each([
    ['stood still', 0],
    ['went on', 60_000],
  ])('when the machine slept, where the clock that nobody sets %s meanwhile', (_, ms) => {
    const { clocks, pass } = machine()
    clocks.wallClock += 60_000
    clocks.now += ms
    expect(pass(2_000)).toEqual(['slept'])
  })
})
