/** https://wicg.github.io/document-picture-in-picture/, in Chromium; only where the page is top-level. */
interface DocumentPictureInPicture extends EventTarget {
  requestWindow(options?: { readonly width?: number; readonly height?: number }): Promise<Window>
  /** Null while none is open. */
  readonly window: Window | null
}

interface Window {
  readonly documentPictureInPicture?: DocumentPictureInPicture
}
