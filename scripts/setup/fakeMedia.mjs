import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const SAMPLE_RATE = 48_000
/** A whole number of cycles and of beats at any whole frequency: the file loops without a click. */
const SECONDS = 2
/** A steady tone is taken for noise and removed by the browser; one that swells four times a second is not. */
const BEATS_PER_SECOND = 4

/**
 * Writes a y4m film for `--use-file-for-fake-video-capture`: one colour all over, with a light block that
 * moves from left to right, so that the sender is known by the colour and each frame differs from the last.
 * @param {string} path
 * @param {{ rgb: [number, number, number], width?: number, height?: number, framesPerSecond?: number }} picture
 */
export function writeCameraFile(path, { rgb, width = 640, height = 480, framesPerSecond = 30 }) {
  if (existsSync(path)) return
  const [y, u, v] = toYuv(rgb)
  const frames = framesPerSecond * SECONDS
  const block = Math.round(height / 5 / 2) * 2
  writeWhole(path, (file) => {
    writeSync(file, `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`)
    const frame = Buffer.alloc((width * height * 3) / 2)
    for (let index = 0; index < frames; index++) {
      frame.fill(y, 0, width * height)
      frame.fill(u, width * height, (width * height * 5) / 4)
      frame.fill(v, (width * height * 5) / 4)
      const left = Math.round(((width - block) * index) / frames)
      const top = Math.round((height - block) / 2)
      for (let row = top; row < top + block; row++) frame.fill(235, row * width + left, row * width + left + block)
      writeSync(file, 'FRAME\n')
      writeSync(file, frame)
    }
  })
}

/**
 * Writes a wav for `--use-file-for-fake-audio-capture`: a tone that swells and fades.
 * @param {string} path
 * @param {{ hertz: number, level?: number }} tone level: peak, 0 to 1
 */
export function writeMicrophoneFile(path, { hertz, level = 0.5 }) {
  if (existsSync(path)) return
  const samples = SAMPLE_RATE * SECONDS
  const data = Buffer.alloc(44 + samples * 2)
  data.write('RIFF', 0)
  data.writeUInt32LE(36 + samples * 2, 4)
  data.write('WAVEfmt ', 8)
  data.writeUInt32LE(16, 16)
  data.writeUInt16LE(1, 20)
  data.writeUInt16LE(1, 22)
  data.writeUInt32LE(SAMPLE_RATE, 24)
  data.writeUInt32LE(SAMPLE_RATE * 2, 28)
  data.writeUInt16LE(2, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36)
  data.writeUInt32LE(samples * 2, 40)
  for (let index = 0; index < samples; index++) {
    const time = index / SAMPLE_RATE
    const swell = (1 - Math.cos(2 * Math.PI * BEATS_PER_SECOND * time)) / 2
    data.writeInt16LE(Math.round(32767 * level * swell * Math.sin(2 * Math.PI * hertz * time)), 44 + index * 2)
  }
  writeWhole(path, (file) => writeSync(file, data))
}

/** Writes beside the path and renames, so that nobody ever finds half a file. */
function writeWhole(path, write) {
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.${process.pid}.part`
  writeFileSync(part, '')
  const file = openSync(part, 'w')
  write(file)
  closeSync(file)
  renameSync(part, path)
}

/** BT.601, full range, as C420jpeg says. */
function toYuv([r, g, b]) {
  const clamp = (value) => Math.max(0, Math.min(255, Math.round(value)))
  return [
    clamp(0.299 * r + 0.587 * g + 0.114 * b),
    clamp(128 - 0.169 * r - 0.331 * g + 0.5 * b),
    clamp(128 + 0.5 * r - 0.419 * g - 0.081 * b),
  ]
}
