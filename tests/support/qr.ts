import type { Locator } from 'playwright-core'
import { PNG } from 'pngjs'
import { decodeQR } from 'qr/decode.js'

/** What a camera reads from a QR code as it stands on the screen. Throws where it reads none. */
export async function readQrCode(element: Locator): Promise<string> {
  const { width, height, data } = PNG.sync.read(await element.screenshot())
  return decodeQR({ width, height, data: new Uint8Array(data) })
}
