import * as v from 'valibot'
import browser, { type Runtime } from 'webextension-polyfill'
import { isOwnPage } from './bus'

/** `pill` and `hidden` while this very tab is shared: the overlay would be in the picture. */
const mode = v.picklist(['normal', 'pill', 'hidden'])
export type OverlayMode = v.InferOutput<typeof mode>

/** What the background asks of the content script it has injected into a tab. */
export const ContentMessageSchema = v.variant('type', [
  v.object({ type: v.literal('mount'), mode }),
  /** The host element goes, and with it all that the content script has left in the page. */
  v.object({ type: v.literal('unmount') }),
  v.object({ type: v.literal('setMode'), mode }),
  /** The person asked for the keyboard to go to the overlay (a shortcut). */
  v.object({ type: v.literal('focus') }),
])
export type ContentMessage = v.InferOutput<typeof ContentMessageSchema>

const EnvelopeSchema = v.object({ to: v.literal('content'), message: ContentMessageSchema })

/** The envelope that `tabs.sendMessage(tabId, …, { frameId: 0 })` carries. */
export function contentEnvelope(message: ContentMessage): { readonly to: 'content'; readonly message: ContentMessage } {
  return { to: 'content', message }
}

/** From the background alone: resolves once the content script has done it, rejects where there is none. */
export async function sendContentMessage(tabId: number, message: ContentMessage): Promise<void> {
  await browser.tabs.sendMessage(tabId, contentEnvelope(message), { frameId: 0 })
}

/** In the content script: hands on what our own background says, and nothing else. Returns a function that stops it. */
export function serveContent(handle: (message: ContentMessage) => void): () => void {
  const listener = (received: unknown, sender: Runtime.MessageSender): Promise<void> | undefined => {
    const envelope = v.safeParse(EnvelopeSchema, received)
    if (!envelope.success || sender.id !== browser.runtime.id) return undefined
    handle(envelope.output.message)
    return Promise.resolve()
  }
  browser.runtime.onMessage.addListener(listener)
  return () => {
    // Throws once the extension was reloaded; the listener went with it.
    if (browser.runtime.id !== undefined) browser.runtime.onMessage.removeListener(listener)
  }
}

const NonceSchema = v.object({ to: v.literal('overlay'), nonce: v.pipe(v.string(), v.length(32)) })

/**
 * From a content script to the overlay in its tab: "the port that comes with this nonce is mine". The page can post
 * a port to the overlay too, but it can neither send nor read this.
 */
export async function vouchForPort(nonce: string): Promise<void> {
  await browser.runtime.sendMessage({ to: 'overlay', nonce })
}

/** In the overlay: the nonces that content scripts of ours (of any tab) have vouched for. */
export function onPortVouched(listener: (nonce: string) => void): void {
  browser.runtime.onMessage.addListener((received: unknown, sender: Runtime.MessageSender) => {
    const vouched = v.safeParse(NonceSchema, received)
    if (vouched.success && sender.id === browser.runtime.id && !isOwnPage(sender)) listener(vouched.output.nonce)
    return undefined
  })
}
