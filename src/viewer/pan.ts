export interface Size {
  readonly width: number
  readonly height: number
}
export interface Offset {
  readonly x: number
  readonly y: number
}

/**
 * Keeps a picture that is larger than its room filling it, and one that is smaller in the middle. The offset is of
 * the picture's top left from the room's, in CSS pixels.
 */
export function clampPan(offset: Offset, picture: Size, room: Size): Offset {
  return { x: clampAxis(offset.x, picture.width, room.width), y: clampAxis(offset.y, picture.height, room.height) }
}

function clampAxis(at: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2
  return Math.min(0, Math.max(at, room - length))
}
