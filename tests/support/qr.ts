import { writeFileSync } from 'node:fs'
import type { Locator } from 'playwright-core'
import { PNG } from 'pngjs'
import encodeQR from 'qr'
import { decodeQR } from 'qr/decode.js'

/** What a camera reads from a QR code as it stands on the screen. Throws where it reads none. */
export async function readQrCode(element: Locator): Promise<string> {
  const { width, height, data } = PNG.sync.read(await element.screenshot())
  return decodeQR({ width, height, data: new Uint8Array(data) })
}

const WIDTH = 640
const HEIGHT = 480
/** As held before a camera: not quite straight, not in the middle, on a grey table. */
const TURN_RADIANS = 0.2
const MIDDLE = { x: 350, y: 225 }
const SIDE_PX = 300
const LUMA = { table: 120, light: 225, dark: 35 } as const

/** Brightness of each pixel of a photograph of a QR code, row by row. */
function photograph(text: string): Uint8Array {
  const code = encodeQR(text, 'raw', { border: 4 })
  const modules = code.length
  const luma = new Uint8Array(WIDTH * HEIGHT).fill(LUMA.table)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [dx, dy] = [x - MIDDLE.x, y - MIDDLE.y]
      const along = (a: number, b: number): number => Math.floor(((a + b) / SIDE_PX + 0.5) * modules)
      const column = along(dx * Math.cos(TURN_RADIANS), dy * Math.sin(TURN_RADIANS))
      const row = along(-dx * Math.sin(TURN_RADIANS), dy * Math.cos(TURN_RADIANS))
      const dark = code[row]?.[column]
      if (dark !== undefined) luma[y * WIDTH + x] = dark ? LUMA.dark : LUMA.light
    }
  }
  return luma
}

/** A photograph of a QR code, as PNG. */
export function qrPicture(text: string): Buffer {
  const picture = new PNG({ width: WIDTH, height: HEIGHT })
  for (const [index, value] of photograph(text).entries()) picture.data.set([value, value, value, 255], index * 4)
  return PNG.sync.write(picture)
}

/** A film in which a QR code is held before the camera, for `--use-file-for-fake-video-capture`. */
export function writeQrFilm(path: string, text: string): void {
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), photograph(text), grey])
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]))
}
