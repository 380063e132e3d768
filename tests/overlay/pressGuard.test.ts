import { beforeEach, describe, expect, it } from 'vitest'
import { createPressGuard, mustBeMeant, type PressGuard, SETTLE_MS } from '../../src/overlay/pressGuard'

describe('a press of a button in the overlay', () => {
  let now: number
  let guard: PressGuard
  beforeEach(() => {
    now = 1_000
    guard = createPressGuard(() => now)
  })

  it('does nothing before the browser has said that all of it is seen', () => {
    now += 10 * SETTLE_MS
    expect(guard.allows()).toBe(false)
  })

  it('works once it has been seen for long enough', () => {
    guard.setVisible(true)
    now += SETTLE_MS - 1
    expect(guard.allows()).toBe(false)
    now += 1
    expect(guard.allows()).toBe(true)
  })

  it('does nothing right after the overlay has moved under the pointer', () => {
    guard.setVisible(true)
    now += SETTLE_MS
    guard.changed()
    expect(guard.allows()).toBe(false)
    now += SETTLE_MS
    expect(guard.allows()).toBe(true)
  })

  it('does nothing while something covers it, nor right after', () => {
    guard.setVisible(true)
    now += SETTLE_MS
    guard.setVisible(false)
    expect(guard.allows()).toBe(false)
    now += SETTLE_MS
    guard.setVisible(true)
    expect(guard.allows()).toBe(false)
    now += SETTLE_MS
    expect(guard.allows()).toBe(true)
  })

  it('does not start to count again when it is told that it is still seen', () => {
    guard.setVisible(true)
    now += SETTLE_MS - 1
    guard.setVisible(true)
    now += 1
    expect(guard.allows()).toBe(true)
  })
})

describe('what must be meant', () => {
  it('is all that opens a device, answers or shares', () => {
    expect(mustBeMeant({ type: 'accept', callId: 'c', camera: false })).toBe(true)
    expect(mustBeMeant({ type: 'setMicrophone', enabled: true })).toBe(true)
    expect(mustBeMeant({ type: 'setCamera', enabled: true })).toBe(true)
    expect(mustBeMeant({ type: 'toggleMicrophone' })).toBe(true)
    expect(mustBeMeant({ type: 'shareDisplay' })).toBe(true)
    expect(mustBeMeant({ type: 'setSharePicture', picture: true })).toBe(true)
  })

  it('is nothing that closes a device or ends something', () => {
    expect(mustBeMeant({ type: 'hangUp' })).toBe(false)
    expect(mustBeMeant({ type: 'decline', callId: 'c' })).toBe(false)
    expect(mustBeMeant({ type: 'setMicrophone', enabled: false })).toBe(false)
    expect(mustBeMeant({ type: 'setCamera', enabled: false })).toBe(false)
    expect(mustBeMeant({ type: 'stopSharing' })).toBe(false)
  })
})
