import * as v from 'valibot'
import browser from 'webextension-polyfill'
import { vouchForPort } from '../messaging/contentMessages'
import { type HostDown, type HostOffer, type HostUp, HostUpSchema } from '../messaging/hostPort'

/** The content script's end of the line to the overlay in its iframe. */
export interface OverlayLine {
  send(message: HostDown): void
  close(): void
}

const NONCE_BYTES = 16

/** `crypto.randomUUID` is for secure contexts alone; a page may be http. */
function makeNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Hands one end of a channel to the overlay. The message goes to our own origin alone, whatever the iframe holds; and
 * the overlay takes the port only because its nonce comes by the extension's own messages too.
 */
export function openOverlayLine(overlay: Window, onMessage: (message: HostUp) => void): OverlayLine {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = (event: MessageEvent<unknown>) => {
    const parsed = v.safeParse(HostUpSchema, event.data)
    if (parsed.success) onMessage(parsed.output)
  }
  port1.start()
  const offer: HostOffer = { type: 'tabcall:host', nonce: makeNonce() }
  overlay.postMessage(offer, `chrome-extension://${browser.runtime.id}`, [port2])
  // Fails only while the extension is being reloaded.
  vouchForPort(offer.nonce).catch(() => undefined)
  return {
    send: (message) => port1.postMessage(message),
    close() {
      port1.onmessage = null
      port1.close()
    },
  }
}
