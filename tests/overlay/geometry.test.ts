import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  anchored,
  clampRect,
  INITIAL_PLACE,
  MARGIN,
  moved,
  PILL_SIZE,
  placed,
  placeOf,
  resized,
  SMALLEST_SIZE,
  snapped,
} from '../../src/overlay/geometry'

const WINDOW = { width: 1280, height: 720 }

describe('the place of the overlay', () => {
  it('begins 320 × 200 at the bottom right', () => {
    expect(placed(INITIAL_PLACE, WINDOW)).toEqual({ x: 1280 - 320 - MARGIN, y: 720 - 200 - MARGIN, width: 320, height: 200 })
  })

  it('keeps to its corner when the window changes its size', () => {
    const place = placeOf({ x: 900, y: 20, width: 320, height: 200 }, WINDOW)
    expect(placed(place, { width: 1600, height: 900 })).toEqual({ x: 1220, y: 20, width: 320, height: 200 })
  })

  it('is back where it was when the window is', () => {
    const rect = { x: 30, y: 400, width: 500, height: 300 }
    const place = placeOf(rect, WINDOW)
    placed(place, { width: 300, height: 200 })
    expect(placed(place, WINDOW)).toEqual(rect)
  })

  it('puts the pill at the corner the overlay had', () => {
    const rect = anchored(placeOf({ x: 16, y: 16, width: 640, height: 400 }, WINDOW), PILL_SIZE, WINDOW)
    expect(rect).toEqual({ x: 16, y: 16, ...PILL_SIZE })
  })

  it('is as large as a window smaller than the smallest overlay', () => {
    expect(placed(INITIAL_PLACE, { width: 150, height: 100 })).toEqual({ x: 0, y: 0, width: 150, height: 100 })
  })

  it('never leaves the window, whatever was remembered', () => {
    const side = fc.constantFrom('start' as const, 'end' as const)
    const length = fc.double({ min: 0, max: 100_000, noNaN: true })
    const place = fc.record({ horizontal: side, vertical: side, dx: length, dy: length, width: length, height: length })
    const viewport = fc.record({ width: fc.integer({ min: 1, max: 8000 }), height: fc.integer({ min: 1, max: 8000 }) })
    fc.assert(
      fc.property(place, viewport, (at, room) => {
        const rect = placed(at, room)
        expect(rect.x).toBeGreaterThanOrEqual(0)
        expect(rect.y).toBeGreaterThanOrEqual(0)
        expect(rect.x + rect.width).toBeLessThanOrEqual(room.width + 1e-6)
        expect(rect.y + rect.height).toBeLessThanOrEqual(room.height + 1e-6)
      }),
    )
  })
})

describe('moving and resizing', () => {
  const rect = { x: 400, y: 300, width: 320, height: 200 }

  it('stops at the edge of the window', () => {
    expect(moved(rect, 5000, -5000, WINDOW)).toEqual({ ...rect, x: 960, y: 0 })
  })

  it('keeps the opposite corner in its place', () => {
    expect(resized(rect, { left: true, top: true }, -100, -50, WINDOW)).toEqual({ x: 300, y: 250, width: 420, height: 250 })
    expect(resized(rect, { right: true, bottom: true }, 100, 50, WINDOW)).toEqual({ ...rect, width: 420, height: 250 })
  })

  it('stops at the smallest size without moving the other edge', () => {
    expect(resized(rect, { left: true, top: true }, 5000, 5000, WINDOW)).toEqual({
      x: 400 + 320 - SMALLEST_SIZE.width,
      y: 300 + 200 - SMALLEST_SIZE.height,
      ...SMALLEST_SIZE,
    })
  })

  it('grows as far as the window', () => {
    expect(resized(rect, { left: true }, -5000, 0, WINDOW)).toEqual({ ...rect, x: 0, width: 720 })
    expect(resized(rect, { bottom: true }, 0, 5000, WINDOW)).toEqual({ ...rect, height: 420 })
  })
})

describe('letting go', () => {
  it('snaps to the corner it is near', () => {
    expect(snapped({ x: 40, y: 490, width: 320, height: 200 }, WINDOW)).toMatchObject({ x: MARGIN, y: 720 - 200 - MARGIN })
  })

  it('snaps each axis by itself', () => {
    expect(snapped({ x: 5, y: 250, width: 320, height: 200 }, WINDOW)).toMatchObject({ x: MARGIN, y: 250 })
  })

  it('stays where it is dropped in the middle', () => {
    const rect = { x: 500, y: 250, width: 320, height: 200 }
    expect(snapped(rect, WINDOW)).toEqual(rect)
  })

  it('does not push an overlay as wide as the window out of it', () => {
    expect(snapped({ x: 0, y: 100, width: 1280, height: 200 }, WINDOW)).toEqual(
      clampRect({ x: 0, y: 100, width: 1280, height: 200 }, WINDOW),
    )
  })
})
