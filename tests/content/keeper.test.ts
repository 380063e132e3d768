import { beforeEach, describe, expect, it } from 'vitest'
import { createKeeper, type Keeper, RETRY_PAUSES_MS, STOOD_MS } from '../../src/content/keeper'

describe('a page that removes the host', () => {
  let now: number
  let waiting: { readonly at: number; readonly run: () => void }[]
  let attached: number[]
  let givenUp: number
  let keeper: Keeper

  beforeEach(() => {
    now = 0
    waiting = []
    attached = []
    givenUp = 0
    keeper = createKeeper({
      places: 3,
      attach: (place) => attached.push(place),
      giveUp: () => {
        givenUp++
      },
      now: () => now,
      after(ms, run) {
        const timer = { at: now + ms, run }
        waiting.push(timer)
        return () => {
          waiting = waiting.filter((other) => other !== timer)
        }
      },
    })
  })

  function runWaiting(): void {
    for (const { at, run } of waiting.splice(0)) {
      now = Math.max(now, at)
      run()
    }
  }

  it('sees it again, never in the same task', () => {
    keeper.lost()
    expect(attached).toEqual([])
    runWaiting()
    expect(attached).toEqual([0])
  })

  it('sees it at each place a few times, then never again', () => {
    for (let i = 0; i < 50; i++) {
      keeper.lost()
      runWaiting()
    }
    const each = RETRY_PAUSES_MS.length
    expect(attached).toEqual([...Array(each).fill(0), ...Array(each).fill(1), ...Array(each).fill(2)])
    expect(givenUp).toBe(1)
  })

  it('is answered once however often it is noticed', () => {
    keeper.lost()
    keeper.lost()
    keeper.lost()
    runWaiting()
    expect(attached).toEqual([0])
  })

  it('starts with a full count when the host stood for long', () => {
    for (let i = 0; i < RETRY_PAUSES_MS.length; i++) {
      keeper.lost()
      runWaiting()
    }
    now += STOOD_MS
    keeper.lost()
    runWaiting()
    expect(attached.at(-1)).toBe(0)
    expect(givenUp).toBe(0)
  })

  it('is left alone after the overlay has gone', () => {
    keeper.lost()
    keeper.stop()
    runWaiting()
    keeper.lost()
    runWaiting()
    expect(attached).toEqual([])
  })
})
