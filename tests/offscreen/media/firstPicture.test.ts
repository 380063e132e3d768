import { expect, it } from 'vitest'
import { watchFirstPicture } from '../../../src/offscreen/media/firstPicture'
import { createFakeClock } from '../fakes'

function makeSender(encoded: () => number): Pick<RTCRtpSender, 'getStats'> {
  return { getStats: async () => new Map([['O', { id: 'O', type: 'outbound-rtp', framesEncoded: encoded() }]]) }
}

it('tells of a picture more than before, once', async () => {
  const clock = createFakeClock()
  let encoded = 7
  let told = 0
  watchFirstPicture(
    makeSender(() => encoded),
    clock,
    () => told++,
  )
  await clock.advance(400)
  expect(told).toBe(0)
  encoded = 8
  await clock.advance(50)
  expect(told).toBe(1)
  expect(clock.timers).toBe(0)
})

it('waits for none that never comes', async () => {
  const clock = createFakeClock()
  let told = 0
  watchFirstPicture(
    makeSender(() => 0),
    clock,
    () => told++,
  )
  await clock.advance(1_600)
  expect(told).toBe(1)
})

it('says nothing once it was stopped', async () => {
  const clock = createFakeClock()
  let told = 0
  const stop = watchFirstPicture(
    makeSender(() => 0),
    clock,
    () => told++,
  )
  stop()
  await clock.advance(2_000)
  expect(told).toBe(0)
  expect(clock.timers).toBe(0)
})
