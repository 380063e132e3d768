import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settle } from '../fakes.ts'
import { BOB, CALL, fakeLinkTimers, loseTheLine, RESUME, RING, type Scene, scene } from './callLinksRig.ts'

describe('the links of a call', () => {
  let s: Scene
  beforeEach(() => {
    fakeLinkTimers()
    s = scene()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const lost = () => loseTheLine(s)

  it('a line that comes back by itself is told, so that the other side gets a whole picture', async () => {
    await lost()
    s.at(0).become('up')
    expect(s.told).toContain('back')
    s.told.length = 0
    s.at(0).become('up')
    expect(s.told).not.toContain('back')
  })

  it('make before break: the old line goes when the new one stands, and not at once', async () => {
    await lost()
    await s.open(RESUME)
    expect(s.at(0).closed).toBe('no')
    s.at(1).become('up')
    await settle()
    expect(s.told).toEqual(['up', 'channel', 'line connection-2'])
    expect(s.at(0).closed).toBe('atOnce')
    expect(s.links.current(CALL)).toBe(s.at(1))
    expect(s.links.openCount).toBe(1)
  })

  it('a line that stands is left to the other side for a moment when a newer one takes its place', async () => {
    await lost()
    await s.open(RESUME)
    s.at(0).become('up')
    s.at(1).become('up')
    expect(s.at(0).closed).toBe('farewell')
    expect(s.links.current(CALL)).toBe(s.at(1))
  })

  it('the newest that stands wins, whichever stood first', async () => {
    await lost()
    await s.open(RESUME)
    vi.advanceTimersByTime(2_000)
    await s.open(RESUME)
    s.at(2).become('up')
    s.at(1).become('up')
    expect(s.links.current(CALL)).toBe(s.at(2))
    expect(s.at(1).closed).not.toBe('no')
    expect(s.told.filter((event) => event === 'down')).toEqual([])
  })

  it('the old line may come back by itself before a redial stands', async () => {
    await lost()
    await s.open(RESUME)
    s.at(0).become('up')
    expect(s.told).toContain('up')
    expect(s.links.current(CALL)).toBe(s.at(0))
  })

  it('an attempt that fails is closed, and the call hears nothing of it', async () => {
    await lost()
    await s.open(RESUME)
    s.at(1).become('down')
    expect(s.at(1).closed).toBe('atOnce')
    expect(s.told).toEqual([])
    expect(s.forgotten).toContain('connection-2')
  })

  it('redials do not crowd each other', async () => {
    await lost()
    await s.open(RESUME)
    await s.open(RESUME)
    expect(s.made).toHaveLength(2)
    s.at(1).answered = true
    vi.advanceTimersByTime(1_400)
    await s.open(RESUME)
    expect(s.made).toHaveLength(2)
    vi.advanceTimersByTime(100)
    await s.open(RESUME)
    expect(s.made).toHaveLength(3)
  })

  it('a redial that nobody answers keeps another waiting for less long', async () => {
    await lost()
    await s.open(RESUME)
    vi.advanceTimersByTime(800)
    await s.open(RESUME)
    expect(s.made).toHaveLength(3)
  })

  it('a redial into a dead server does not keep one through the living server waiting', async () => {
    await lost()
    s.register(false)
    await s.open(RESUME)
    s.register(true)
    s.links.signalingRenewed()
    await s.open(RESUME)
    expect(s.made).toHaveLength(2)
    s.links.signalingRenewed()
    expect(s.at(1).closed).toBe('atOnce')
    await s.open(RESUME)
    expect(s.made).toHaveLength(3)
  })

  it('at most three attempts are under way', async () => {
    await lost()
    for (let count = 0; count < 6; count++) {
      await s.open(RESUME)
      vi.advanceTimersByTime(2_000)
    }
    expect(s.made.filter((link) => link.closed === 'no')).toHaveLength(4)
  })

  it('a redial is asked for by the server alone, and not again by a line that stands: late it would cost a line that is well', async () => {
    await lost()
    s.links.send(CALL, BOB, { type: 'pleaseRedial' })
    expect(s.signaled).toEqual([{ connectionId: 'connection-1', type: 'pleaseRedial' }])
    s.links.hold({ connectionId: 'theirs', callId: CALL, remote: BOB, message: {}, later: [], signature: null })
    s.links.answer(CALL, 'theirs')
    await settle()
    s.at(1).become('up')
    expect(s.at(0).said).toEqual([])
    expect(s.at(1).said).toEqual([])
  })

  it('what was held back is let go for lines that come later too', async () => {
    await s.open(RING)
    s.links.release(CALL)
    s.at(0).become('up')
    s.at(0).become('down')
    await s.open(RESUME)
    expect(s.factory.release).toHaveBeenCalledWith('connection-2')
  })

  it('a call that is over closes the link that was being made for it', async () => {
    s.links.open(CALL, BOB, RING)
    s.links.close(CALL)
    await settle()
    expect(s.at(0).closed).toBe('atOnce')
    expect(s.links.openCount).toBe(0)
  })

  it('a ring that cannot go out is told, a redial is not', async () => {
    s.register(false)
    await s.open(RING)
    expect(s.told).toEqual(['signalingFailed'])
    s.told.length = 0
    await s.open(RESUME)
    expect(s.told).toEqual([])
  })
})
