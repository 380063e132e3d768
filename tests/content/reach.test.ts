import { describe, expect, it } from 'vitest'
import { distanceTo } from '../../src/content/reach'

describe('the distance of the pointer from the overlay', () => {
  const rect = { x: 100, y: 100, width: 300, height: 200 }

  it('is nothing inside', () => {
    expect(distanceTo(rect, 250, 200)).toBe(0)
    expect(distanceTo(rect, 100, 300)).toBe(0)
  })

  it('is straight beside an edge', () => {
    expect(distanceTo(rect, 60, 200)).toBe(40)
    expect(distanceTo(rect, 250, 360)).toBe(60)
  })

  it('is across from a corner', () => {
    expect(distanceTo(rect, 403, 304)).toBe(5)
  })
})
