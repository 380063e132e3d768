import { resolve } from 'node:path'
import { writeWav } from '../../scripts/setup/wav.mjs'

const SECONDS = 2

/** A wav for the fake microphone: one tone on the left, one on the right (whole hertz), at that peak (0 to 1). @returns its path */
export function writeTonesFile(left: number, right: number, level: number): string {
  const path = resolve('.cache', 'fake', `tones-${left}-${right}-${level}.wav`)
  const sides = [left, right]
  writeWav(path, SECONDS, (time, side) => level * Math.sin(2 * Math.PI * (sides[side] ?? 0) * time), sides.length)
  return path
}
