import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BOB, CALL, fakeLinkTimers, loseTheLine, RESUME, RING, type Scene, scene } from './callLinksRig.ts'

describe('the last word of a call', () => {
  let s: Scene
  beforeEach(() => {
    fakeLinkTimers()
    s = scene()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const lost = () => loseTheLine(s)

  describe('without a channel yet', () => {
    /** Seen and heard, but nothing can be said on it. */
    async function speechless() {
      await s.open(RING)
      s.at(0).hasChannel = false
      s.at(0).become('up')
      s.told.length = 0
    }

    it('is said by closing at once, and by the server for whoever misses it', async () => {
      await speechless()
      s.links.send(CALL, BOB, { type: 'hangUp', cause: 'hangup' })
      s.links.close(CALL)
      expect(s.at(0).closed).toBe('atOnce')
      expect(s.signaled).toEqual([{ connectionId: 'connection-1', type: 'hangUp' }])
    })

    it('leaves the line for a moment where the end is another, which closing does not say', async () => {
      await speechless()
      s.links.send(CALL, BOB, { type: 'hangUp', cause: 'mediaFailure' })
      s.links.close(CALL)
      expect(s.at(0).closed).toBe('farewell')
    })

    it('is heard from the other side, but not of a line that was replaced', async () => {
      await speechless()
      s.at(0).hangUp()
      expect(s.told[0]).toBe('hungUp')
      s = scene()
      await lost()
      await s.open(RESUME)
      s.at(1).become('up')
      s.told.length = 0
      s.at(0).hangUp()
      expect(s.told).toEqual([])
    })
  })

  describe('on a line with its channel', () => {
    const hangUp = () => s.links.send(CALL, BOB, { type: 'hangUp', cause: 'hangup' })

    it('is said on both carriers while the line stands, and only when asked again', async () => {
      await s.open(RING)
      s.at(0).become('up')
      hangUp()
      expect(s.at(0).said).toHaveLength(1)
      expect(s.signaled).toEqual([{ connectionId: 'connection-1', type: 'hangUp' }])
      s.links.close(CALL)
      vi.advanceTimersByTime(5_000)
      expect(s.signaled).toHaveLength(1)
      expect(s.links.lastWords.has(CALL, 'BOB')).toBe(true)
      expect(s.links.lastWords.has(CALL, 'EVE')).toBe(false)
      s.links.lastWords.sayAgain(CALL)
      expect(s.signaled).toHaveLength(2)
    })

    it('is said again and again where the line is lost, and at once when the server hears us again, for 30 s', async () => {
      await lost()
      hangUp()
      s.links.close(CALL)
      vi.advanceTimersByTime(4_000)
      expect(s.signaled).toHaveLength(3)
      s.links.signalingRenewed()
      expect(s.signaled).toHaveLength(4)
      vi.advanceTimersByTime(26_500)
      const count = s.signaled.length
      vi.advanceTimersByTime(60_000)
      expect(s.signaled).toHaveLength(count)
      expect(s.links.lastWords.has(CALL, 'BOB')).toBe(false)
      expect(vi.getTimerCount()).toBe(0)
    })
  })
})
