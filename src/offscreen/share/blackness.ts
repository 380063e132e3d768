/** Whether a picture is black: what a page with protected video gives to a capture. */

/** Of 255; encoders and scalers leave a little noise in black. */
const BLACK_LEVEL = 12
/** Nothing but a stray cursor may be brighter. */
const STRAY_PART = 0.005
/** Our own pill stands over the page and is captured with it: one small box, and lit nearly all over, as no text is. */
const PILL_PART = 0.06
const PILL_FILL = 0.6

/** `pixels`: RGBA, four bytes each, in rows of `width`. */
export function isBlack(pixels: Uint8ClampedArray, width: number): boolean {
  const count = Math.floor(pixels.length / 4)
  if (count === 0 || width === 0) return false
  const box = { left: width, right: -1, top: count, bottom: -1 }
  let lit = 0
  for (let index = 0; index < count; index++) {
    const at = index * 4
    const brightest = Math.max(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)
    if (brightest <= BLACK_LEVEL) continue
    lit++
    const column = index % width
    const row = (index - column) / width
    box.left = Math.min(box.left, column)
    box.right = Math.max(box.right, column)
    box.top = Math.min(box.top, row)
    box.bottom = Math.max(box.bottom, row)
  }
  if (lit <= count * STRAY_PART) return true
  const area = (box.right - box.left + 1) * (box.bottom - box.top + 1)
  return area <= count * PILL_PART && lit >= area * PILL_FILL
}

/** Looks in a row: one black frame is a cut in a film. */
export const BLACK_LOOKS = 3

/** Counts looks: `black` once `BLACK_LOOKS` of them in a row were. */
export function countBlack(looks: number, black: boolean): number {
  return black ? Math.min(looks + 1, BLACK_LOOKS) : 0
}
