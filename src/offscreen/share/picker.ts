/** What was chosen in the browser's picker. */
export interface Picked {
  readonly stream: MediaStream
  /** Ends it for good. */
  release(): void
}

/**
 * Opens the browser's own picker; needs no gesture in an offscreen document. Rejects as `getDisplayMedia` does, and closes the
 * picker with an `AbortError` once it is `superseded`.
 */
export type OpenPicker = (options: DisplayMediaStreamOptions, superseded: AbortSignal) => Promise<Picked>

/**
 * Each picker is opened by a frame of its own. Nothing else closes one, and while a document has one open, whatever else it
 * wants to capture waits for it: a picker that somebody left behind another window would keep every later share from starting.
 */
export function createPicker(document: Document): OpenPicker {
  return async (options, superseded) => {
    superseded.throwIfAborted()
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const close = (): void => frame.remove()
    try {
      const devices = frame.contentWindow?.navigator.mediaDevices
      if (!devices) throw new DOMException('A frame without devices.', 'NotSupportedError')
      const stream = await Promise.race([devices.getDisplayMedia(options), rejectOn(superseded)])
      return { stream, release: close }
    } catch (error) {
      close()
      throw error
    }
  }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
