import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const RATE = 48_000
const SECONDS = 2

/** A wav for the fake microphone: one tone on the left, one on the right (whole hertz), at that peak (0 to 1). @returns its path */
export function writeTonesFile(left: number, right: number, level: number): string {
  const folder = resolve('.cache', 'fake')
  mkdirSync(folder, { recursive: true })
  const path = resolve(folder, `tones-${left}-${right}-${level}.wav`)
  const data = Buffer.alloc(44 + RATE * SECONDS * 4)
  data.write('RIFF', 0)
  data.writeUInt32LE(data.length - 8, 4)
  data.write('WAVEfmt ', 8)
  data.writeUInt32LE(16, 16)
  data.writeUInt16LE(1, 20)
  data.writeUInt16LE(2, 22)
  data.writeUInt32LE(RATE, 24)
  data.writeUInt32LE(RATE * 4, 28)
  data.writeUInt16LE(4, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36)
  data.writeUInt32LE(RATE * SECONDS * 4, 40)
  for (let index = 0; index < RATE * SECONDS; index++) {
    for (const [side, hertz] of [left, right].entries()) {
      const sample = level * Math.sin((2 * Math.PI * hertz * index) / RATE)
      data.writeInt16LE(Math.round(32_767 * sample), 44 + index * 4 + side * 2)
    }
  }
  writeFileSync(path, data)
  return path
}
