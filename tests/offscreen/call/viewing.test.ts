import { beforeEach, expect, it } from 'vitest'
import { type Pictures, Viewing } from '../../../src/offscreen/call/viewing'
import { createFakeClock, type FakeClock } from '../fakes'

let clock: FakeClock
let told: Pictures[]
let viewing: Viewing
beforeEach(() => {
  clock = createFakeClock()
  told = []
  viewing = new Viewing(clock, (seen) => told.push(seen))
})

it('says nothing while all that is offered is looked at', async () => {
  viewing.wanted({ remote: true, share: false })
  viewing.start()
  await clock.advance(2_000)
  expect(told).toEqual([])
})

it('says before the call is answered nothing at all', async () => {
  viewing.wanted({ remote: false, share: false })
  await clock.advance(2_000)
  viewing.repeat()
  expect(told).toEqual([])
})

it('says after a moment that nobody looks, and at once that somebody does', async () => {
  viewing.start()
  await clock.advance(300)
  expect(told).toEqual([])
  await clock.advance(200)
  expect(told).toEqual([{ camera: false, share: true }])
  viewing.wanted({ remote: true, share: false })
  expect(told.at(-1)).toEqual({ camera: true, share: true })
})

it('does not mind a view that takes over from another', async () => {
  viewing.start()
  viewing.wanted({ remote: true, share: false })
  viewing.wanted({ remote: false, share: false })
  await clock.advance(200)
  viewing.wanted({ remote: true, share: false })
  await clock.advance(2_000)
  expect(told).toEqual([])
})

it('leaves a share that is not there asked for, so that its first frame comes unasked', async () => {
  viewing.start()
  viewing.wanted({ remote: true, share: false })
  viewing.offered({ camera: true, share: true })
  viewing.wanted({ remote: true, share: true })
  await clock.advance(2_000)
  expect(told).toEqual([])
  viewing.wanted({ remote: true, share: false })
  await clock.advance(2_000)
  expect(told).toEqual([{ camera: true, share: false }])
})

it('leaves a camera that is off asked for', async () => {
  viewing.start()
  viewing.offered({ camera: false, share: false })
  viewing.wanted({ remote: false, share: false })
  await clock.advance(2_000)
  expect(told).toEqual([])
})

it('says the last word again over a new line', async () => {
  viewing.start()
  await clock.advance(500)
  viewing.repeat()
  expect(told).toEqual([
    { camera: false, share: true },
    { camera: false, share: true },
  ])
})

it('starts anew with the next call', async () => {
  viewing.start()
  await clock.advance(500)
  viewing.stop()
  told = []
  viewing.wanted({ remote: true, share: false })
  viewing.start()
  viewing.repeat()
  expect(told).toEqual([{ camera: true, share: true }])
  expect(clock.timers).toBe(0)
})
