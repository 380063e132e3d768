import * as v from 'valibot'
import { onPortVouched } from '../messaging/contentMessages'
import { type HostDown, HostDownSchema, HostOfferSchema, type HostUp } from '../messaging/hostPort'

/** The overlay's end of the line to the content script that holds it. */
export interface HostLine {
  onMessage(listener: (message: HostDown) => void): void
  send(message: HostUp): void
}

/** Ports of a page that nobody vouches for; more are not kept. */
const MOST_OFFERS = 4
const MOST_NONCES = 32

/** Takes the port that our own content script has vouched for. Until then nothing is shown, whoever frames this page. */
export function openHostLine(): HostLine {
  const listeners = new Set<(message: HostDown) => void>()
  const offers = new Map<string, MessagePort>()
  const vouched = new Set<string>()
  let port: MessagePort | null = null

  function pair(nonce: string): void {
    const offered = offers.get(nonce)
    if (offered === undefined || !vouched.has(nonce)) return
    offers.delete(nonce)
    vouched.delete(nonce)
    port?.close()
    port = offered
    offered.onmessage = (event: MessageEvent<unknown>) => {
      const message = v.safeParse(HostDownSchema, event.data)
      if (message.success) for (const listener of listeners) listener(message.output)
    }
    send({ type: 'hello' })
  }

  function send(message: HostUp): void {
    port?.postMessage(message)
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const offer = v.safeParse(HostOfferSchema, event.data)
    const [offered, ...more] = event.ports
    if (!offer.success || offered === undefined || more.length > 0 || event.source !== window.parent) return
    if (offers.size >= MOST_OFFERS) return
    offers.set(offer.output.nonce, offered)
    pair(offer.output.nonce)
  })
  onPortVouched((nonce) => {
    if (vouched.size >= MOST_NONCES) vouched.clear()
    vouched.add(nonce)
    pair(nonce)
  })

  return { onMessage: (listener) => void listeners.add(listener), send }
}
