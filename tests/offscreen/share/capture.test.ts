import { describe, expect, it } from 'vitest'
import { wouldEcho } from '../../../src/offscreen/share/capture'

describe('echo', () => {
  it('a whole computer is shared without its sound, unless the browser keeps its own out of it', () => {
    expect(wouldEcho({ displaySurface: 'monitor' }, {})).toBe(true)
    const without: MediaTrackSettings & { restrictOwnAudio: boolean } = { restrictOwnAudio: true }
    expect(wouldEcho({ displaySurface: 'monitor' }, without)).toBe(false)
    expect(wouldEcho({ displaySurface: 'browser' }, {})).toBe(false)
  })
})
