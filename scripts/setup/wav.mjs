import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Hertz, of every sound file made here. */
export const WAV_RATE = 48_000

/**
 * Writes a wav of 16 bits unless it is there already.
 * @param {string} path
 * @param {number} seconds
 * @param {(time: number, channel: number) => number} sampleAt the sample, -1 to 1, at a time in seconds; asked for in order
 * @param {number} channels
 */
export function writeWav(path, seconds, sampleAt, channels = 1) {
  if (existsSync(path)) return
  const samples = WAV_RATE * seconds
  const frame = channels * 2
  const data = Buffer.alloc(44 + samples * frame)
  data.write('RIFF', 0)
  data.writeUInt32LE(36 + samples * frame, 4)
  data.write('WAVEfmt ', 8)
  data.writeUInt32LE(16, 16)
  data.writeUInt16LE(1, 20)
  data.writeUInt16LE(channels, 22)
  data.writeUInt32LE(WAV_RATE, 24)
  data.writeUInt32LE(WAV_RATE * frame, 28)
  data.writeUInt16LE(frame, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36)
  data.writeUInt32LE(samples * frame, 40)
  for (let index = 0; index < samples; index++) {
    for (let channel = 0; channel < channels; channel++) {
      const sample = sampleAt(index / WAV_RATE, channel)
      data.writeInt16LE(Math.round(32_767 * sample), 44 + index * frame + channel * 2)
    }
  }
  writeWhole(path, (file) => writeSync(file, data))
}

/**
 * Writes beside the path and renames, so that nobody ever finds half a file.
 * @param {string} path
 * @param {(file: number) => void} write
 */
export function writeWhole(path, write) {
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.${process.pid}.part`
  writeFileSync(part, '')
  const file = openSync(part, 'w')
  write(file)
  closeSync(file)
  renameSync(part, path)
}
