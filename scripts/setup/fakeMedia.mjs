import { existsSync, writeSync } from 'node:fs'
import { writeWav, writeWhole } from './wav.mjs'

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
  writeWav(path, SECONDS, (time) => {
    const swell = (1 - Math.cos(2 * Math.PI * BEATS_PER_SECOND * time)) / 2
    return level * swell * Math.sin(2 * Math.PI * hertz * time)
  })
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
