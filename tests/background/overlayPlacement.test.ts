import { describe, expect, it } from 'vitest'
import {
  callWindowPlan,
  ENDED_SHOWN_MS,
  overlayTarget,
  overlayWish,
  type WindowFacts,
} from '../../src/background/overlayPlacement'
import { ended, IDLE, ringing, snapshot, talking } from './support/snapshots'

const CALL = { show: 'call', callId: 'call-1' } as const
const RING = { show: 'ring', callId: 'call-1' } as const

describe('what a call wants to show', () => {
  it('is nothing without one, or while it rings silently', () => {
    expect(overlayWish(snapshot(IDLE), 0).show).toBe('none')
    expect(overlayWish(snapshot(ringing({ silent: true })), 0).show).toBe('none')
  })

  it('is the ring, then the call', () => {
    expect(overlayWish(snapshot(ringing()), 0)).toEqual(RING)
    expect(overlayWish(snapshot(talking({ phase: 'reconnecting' })), 0)).toEqual(CALL)
  })

  it('is its end, for a moment', () => {
    const over = snapshot(ended({ endedAt: 1_000 }))
    expect(overlayWish(over, 1_000 + ENDED_SHOWN_MS - 1).show).toBe('ended')
    expect(overlayWish(over, 1_000 + ENDED_SHOWN_MS).show).toBe('none')
  })

  it('is nothing after a ring that was not answered here', () => {
    expect(overlayWish(snapshot(ended({ connectedAt: null, reason: 'remoteCancelled', endedAt: 1_000 })), 1_000).show).toBe(
      'none',
    )
  })
})

describe('where the overlay is to stand', () => {
  const facts = { wish: CALL, lookedAt: 2, standing: 1, pinned: null }
  it('is the tab being looked at', () => expect(overlayTarget(facts)).toBe(2))
  it('stays where it is when no window is looked at', () => expect(overlayTarget({ ...facts, lookedAt: null })).toBe(1))
  it('stays where its picture floats above every tab', () => expect(overlayTarget({ ...facts, pinned: 1 })).toBe(1))
  it('follows again when the floating one is gone', () => expect(overlayTarget({ ...facts, standing: null, pinned: 1 })).toBe(2))
  it('goes nowhere new at the end', () => expect(overlayTarget({ ...facts, wish: { show: 'ended', callId: 'call-1' } })).toBe(1))
  it('is nowhere without a call', () => expect(overlayTarget({ ...facts, wish: { show: 'none' } })).toBeNull())
})

describe('the call window', () => {
  const facts: WindowFacts = {
    wish: CALL,
    inView: false,
    standsSomewhere: false,
    everyTab: false,
    popupOpen: false,
    closedFor: null,
  }
  it.each<[string, Partial<WindowFacts>, ReturnType<typeof callWindowPlan>]>([
    ['takes over where the overlay stands nowhere', {}, 'open'],
    ['is not needed where the overlay stands in another tab', { standsSomewhere: true }, 'keep'],
    ['is there when calls are wanted on every tab and this one cannot', { standsSomewhere: true, everyTab: true }, 'open'],
    ['goes when the overlay is in view', { inView: true, standsSomewhere: true }, 'close'],
    ['comes to the front for a ring, wherever an overlay stands', { wish: RING, standsSomewhere: true }, 'openInFront'],
    ['is not opened over an open popup, which it would close', { wish: RING, popupOpen: true }, 'keep'],
    ['is not opened again when the person closed it in this call', { closedFor: 'call-1' }, 'keep'],
    ['is opened for the next call all the same', { closedFor: 'call-0' }, 'open'],
    ['stays for the end of a call', { wish: { show: 'ended', callId: 'call-1' } }, 'keep'],
    ['goes after the call', { wish: { show: 'none' } }, 'close'],
  ])('%s', (_, changes, plan) => {
    expect(callWindowPlan({ ...facts, ...changes })).toBe(plan)
  })
})
