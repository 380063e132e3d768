import { beforeEach, describe, expect, it } from 'vitest'
import { LINE_SILENCE_MS, watchLine } from '../../../src/offscreen/media/lineWatch'
import { createFakeClock, type FakeClock } from '../fakes'

let clock: FakeClock
let bytes: number | null
let fail: boolean
let events: string[]
let stop: () => void

beforeEach(() => {
  clock = createFakeClock()
  bytes = 0
  fail = false
  events = []
  stop = watchLine(
    {
      async getStats() {
        if (fail) throw new DOMException('closed', 'InvalidStateError')
        return new Map([['T1', { type: 'transport', id: 'T1', bytesReceived: bytes }]])
      },
    },
    { clock, onSilent: () => events.push('silent'), onAlive: () => events.push('alive') },
  )
})

async function flow(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    bytes = (bytes ?? 0) + 500
    await clock.advance(100)
  }
}

describe('a line', () => {
  it('that flows is never silent', async () => {
    await flow(5_000)
    expect(events).toEqual([])
  })

  it('that stands still is silent once, after a second', async () => {
    await flow(1_000)
    await clock.advance(LINE_SILENCE_MS - 260)
    expect(events).toEqual([])
    await clock.advance(600)
    expect(events).toEqual(['silent'])
    await clock.advance(5_000)
    expect(events).toEqual(['silent'])
  })

  it('that comes back is alive once', async () => {
    await flow(1_000)
    await clock.advance(2_000)
    await flow(2_000)
    expect(events).toEqual(['silent', 'alive'])
  })

  it('that never began is not judged', async () => {
    await clock.advance(10_000)
    expect(events).toEqual([])
  })

  it('that is closed says nothing, and stops asking when told', async () => {
    await flow(500)
    fail = true
    await clock.advance(3_000)
    expect(events).toEqual([])
    stop()
    expect(clock.timers).toBe(0)
  })
})
