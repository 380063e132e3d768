/** Enough for a code that fills a tenth of the picture; more makes reading slow and no surer. */
const MAX_SIDE_PX = 1_600

/** A picture from a file has one try, and nobody waits for the next frame. */
const PATIENCE_MS = 1_000

/**
 * What the QR code in a picture says; null where none can be read in it. Rejects where it is no picture.
 * `patient`: for a single picture; a camera has the next one at once.
 */
export async function readQrCode(picture: ImageBitmapSource, { patient }: { readonly patient: boolean }): Promise<string | null> {
  // The reader is a tenth of the whole extension, and seldom needed.
  const [{ decodeQR }, bitmap] = await Promise.all([import('qr/decode.js'), createImageBitmap(picture)])
  const scale = Math.min(1, MAX_SIDE_PX / Math.max(bitmap.width, bitmap.height))
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const image = context?.getImageData(0, 0, canvas.width, canvas.height)
  if (!image) return null
  try {
    return decodeQR(image, patient ? { timeLimit: PATIENCE_MS } : {})
  } catch {
    return null
  }
}
