import { sendBrowserCommand, sendShareTab } from '../messaging/bus'
import { captureRefusal } from '../messaging/captureRefusal'
import type { View } from '../messaging/viewClient'
import { carryCapture } from './carryCapture'

/** Newer than the DOM library: https://w3c.github.io/mediacapture-screen-share-extensions/ */
interface ThisTabOptions extends DisplayMediaStreamOptions {
  readonly audio: MediaTrackConstraints & { readonly suppressLocalAudioPlayback: boolean }
  readonly preferCurrentTab: true
  readonly selfBrowserSurface: 'include'
  readonly surfaceSwitching: 'exclude'
}

const THIS_TAB: ThisTabOptions = {
  // Its owner hears it from the offscreen document instead, as loudly as they choose.
  audio: {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: 2,
    suppressLocalAudioPlayback: true,
  },
  video: { width: { max: 3840 }, height: { max: 2160 }, frameRate: { max: 30 } },
  preferCurrentTab: true,
  selfBrowserSurface: 'include',
  // Another tab's picture would come from this tab's overlay, and nobody would know of which tab it is.
  surfaceSwitching: 'exclude',
}

/** The browser's question stands open: a second press must not open another. */
let asking = false

/** Chromium's own, not in the DOM library. */
interface DocumentWithPolicy extends Document {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean }
}

/** Not where the page forbids it to its frames, nor in a page isolated in a process of its own, from which no frame could be handed over. */
function canCaptureHere(): boolean {
  const { featurePolicy }: DocumentWithPolicy = document
  return !window.crossOriginIsolated && 'mediaDevices' in navigator && featurePolicy?.allowsFeature('display-capture') !== false
}

/**
 * Shares the tab around this overlay. Where the person never invoked Tabcall on it, the browser lets only a document in the
 * tab ask for it, with the very press: so this one does, and hands on what it gets.
 */
export async function shareThisTab(source: 'tab' | 'music', client: Pick<View, 'nameCapture'>): Promise<void> {
  if (asking) return
  asking = true
  try {
    await share(source, client)
  } finally {
    asking = false
  }
}

async function share(source: 'tab' | 'music', client: Pick<View, 'nameCapture'>): Promise<void> {
  const answer = await sendShareTab({ type: 'shareTab', source, tabId: null, canCapture: canCaptureHere() })
  if (answer !== 'captureHere') return
  const askedAt = performance.now()
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(THIS_TAB)
    const capture = await carryCapture(stream)
    client.nameCapture(capture)
    await sendBrowserCommand({ type: 'tabCaptured', source, capture })
  } catch (error) {
    await sendBrowserCommand({ type: 'tabNotCaptured', source, why: captureRefusal(error, performance.now() - askedAt) })
  }
}
