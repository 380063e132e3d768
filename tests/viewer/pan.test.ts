import { describe, expect, it } from 'vitest'
import { clampPan } from '../../src/viewer/pan'

describe('the shared picture at its actual size', () => {
  const room = { width: 1000, height: 600 }

  it('stands in the middle when it is smaller than its room', () => {
    expect(clampPan({ x: 500, y: -80 }, { width: 400, height: 300 }, room)).toEqual({ x: 300, y: 150 })
  })

  it('shows no emptiness when it is larger', () => {
    const picture = { width: 1920, height: 1080 }
    expect(clampPan({ x: 50, y: 50 }, picture, room)).toEqual({ x: 0, y: 0 })
    expect(clampPan({ x: -5000, y: -5000 }, picture, room)).toEqual({ x: -920, y: -480 })
    expect(clampPan({ x: -300, y: -200 }, picture, room)).toEqual({ x: -300, y: -200 })
  })

  it('is held on each axis by itself', () => {
    expect(clampPan({ x: -2000, y: 10 }, { width: 1400, height: 200 }, room)).toEqual({ x: -400, y: 200 })
  })
})
