/** Whether a picture is black: what a page with protected video gives to a capture. */

/** Of 255; encoders and scalers leave a little noise in black. */
const BLACK_LEVEL = 12
/** Nothing but a stray cursor may be brighter. */
const BLACK_PART = 0.995

/** `pixels`: RGBA, four bytes each. */
export function isBlack(pixels: Uint8ClampedArray): boolean {
  const count = Math.floor(pixels.length / 4)
  if (count === 0) return false
  let black = 0
  for (let index = 0; index < count * 4; index += 4) {
    const brightest = Math.max(pixels[index] ?? 0, pixels[index + 1] ?? 0, pixels[index + 2] ?? 0)
    if (brightest <= BLACK_LEVEL) black++
  }
  return black >= count * BLACK_PART
}

/** Two looks in a row: one black frame is a cut in a film. */
export const BLACK_LOOKS = 3

/** Counts looks: `black` once `BLACK_LOOKS` of them in a row were. */
export function countBlack(looks: number, black: boolean): number {
  return black ? Math.min(looks + 1, BLACK_LOOKS) : 0
}
