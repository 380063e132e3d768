import type { Rect } from '../messaging/hostPort'

/** Where the overlay stands in the page: pure, in CSS pixels of the page's viewport. */
export interface Size {
  readonly width: number
  readonly height: number
}

export const INITIAL_SIZE: Size = { width: 320, height: 200 }
export const SMALLEST_SIZE: Size = { width: 200, height: 125 }
export const PILL_SIZE: Size = { width: 260, height: 44 }

/** Between the overlay and the edges it snaps to. */
export const MARGIN = 16
/** An edge dropped this near to the margin goes to it. */
export const SNAP_DISTANCE = 32
/** One press of an arrow key. */
export const KEY_STEP = 16

export type Side = 'start' | 'end'

/**
 * A place that means the same in a window of another size: the distance to the nearer side on each axis.
 * `start` is left or top.
 */
export interface Place {
  readonly horizontal: Side
  readonly vertical: Side
  readonly dx: number
  readonly dy: number
  readonly width: number
  readonly height: number
}

export const INITIAL_PLACE: Place = { horizontal: 'end', vertical: 'end', dx: MARGIN, dy: MARGIN, ...INITIAL_SIZE }

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}

/** As much of `size` as the viewport has room for, and no less than the smallest the viewport allows. */
export function clampSize(size: Size, viewport: Size): Size {
  return {
    width: Math.min(Math.max(size.width, SMALLEST_SIZE.width), viewport.width),
    height: Math.min(Math.max(size.height, SMALLEST_SIZE.height), viewport.height),
  }
}

/** The same place, for something that needs at least so much room. */
export function atLeast(place: Place, least: Size): Place {
  return { ...place, width: Math.max(place.width, least.width), height: Math.max(place.height, least.height) }
}

/** Moves what is outside back in; what is larger than the viewport begins at its top left. */
export function clampRect(rect: Rect, viewport: Size): Rect {
  return {
    ...rect,
    x: clamp(rect.x, 0, Math.max(0, viewport.width - rect.width)),
    y: clamp(rect.y, 0, Math.max(0, viewport.height - rect.height)),
  }
}

/** The rectangle of a place in this viewport. */
export function placed(place: Place, viewport: Size): Rect {
  return anchored(place, clampSize(place, viewport), viewport)
}

/** A thing of another size at the same corner: the pill. */
export function anchored(place: Place, size: Size, viewport: Size): Rect {
  const x = place.horizontal === 'start' ? place.dx : viewport.width - size.width - place.dx
  const y = place.vertical === 'start' ? place.dy : viewport.height - size.height - place.dy
  return clampRect({ x, y, ...size }, viewport)
}

/** The place a rectangle is at. */
export function placeOf(rect: Rect, viewport: Size): Place {
  const right = viewport.width - rect.x - rect.width
  const bottom = viewport.height - rect.y - rect.height
  const horizontal: Side = rect.x <= right ? 'start' : 'end'
  const vertical: Side = rect.y <= bottom ? 'start' : 'end'
  return {
    horizontal,
    vertical,
    dx: Math.max(0, horizontal === 'start' ? rect.x : right),
    dy: Math.max(0, vertical === 'start' ? rect.y : bottom),
    width: rect.width,
    height: rect.height,
  }
}

export function moved(rect: Rect, dx: number, dy: number, viewport: Size): Rect {
  return clampRect({ ...rect, x: rect.x + dx, y: rect.y + dy }, viewport)
}

/** The edges a resize pulls at; a corner pulls at two. */
export interface Edges {
  readonly left?: boolean
  readonly right?: boolean
  readonly top?: boolean
  readonly bottom?: boolean
}

/** The opposite edges stay where they are. */
export function resized(rect: Rect, edges: Edges, dx: number, dy: number, viewport: Size): Rect {
  const across = pulled(rect.x, rect.width, edges.left, edges.right, dx, SMALLEST_SIZE.width, viewport.width)
  const down = pulled(rect.y, rect.height, edges.top, edges.bottom, dy, SMALLEST_SIZE.height, viewport.height)
  return { x: across.at, y: down.at, width: across.length, height: down.length }
}

function pulled(
  at: number,
  length: number,
  start: boolean | undefined,
  end: boolean | undefined,
  by: number,
  smallest: number,
  room: number,
): { readonly at: number; readonly length: number } {
  const least = Math.min(smallest, room)
  if (start) {
    const far = at + length
    const near = clamp(at + by, 0, Math.max(0, far - least))
    return { at: near, length: far - near }
  }
  if (end) return { at, length: clamp(length + by, least, Math.max(least, room - at)) }
  return { at, length }
}

/** To the margin, on each axis where it was dropped near it. */
export function snapped(rect: Rect, viewport: Size): Rect {
  return clampRect(
    { ...rect, x: snappedAxis(rect.x, rect.width, viewport.width), y: snappedAxis(rect.y, rect.height, viewport.height) },
    viewport,
  )
}

function snappedAxis(at: number, length: number, room: number): number {
  const end = room - length - MARGIN
  if (Math.abs(at - MARGIN) <= SNAP_DISTANCE) return MARGIN
  return Math.abs(at - end) <= SNAP_DISTANCE ? end : at
}
