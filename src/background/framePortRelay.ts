import { isFramePortOffer } from '../messaging/framePort'
import { isSharePortOffer } from '../messaging/sharePort'

/** A client of the service worker, as `clients.matchAll` gives them. */
export interface RelayClient {
  readonly url: string
  postMessage(message: unknown, transfer: Transferable[]): void
}

export interface OfferEvent {
  readonly data: unknown
  /** The origin of the sending client, set by the browser. */
  readonly origin: string
  readonly ports: readonly MessagePort[]
}

export interface RelayPorts {
  readonly ownOrigin: string
  readonly ensureOffscreen: () => Promise<void>
  readonly clients: () => Promise<readonly RelayClient[]>
  readonly isOffscreen: (url: string) => boolean
}

/**
 * Hands a view's port for frames on to the offscreen document; after that the service worker is out of the path and
 * may die. An offer that cannot be delivered is closed, which its view notices.
 */
export async function relayFramePort(event: OfferEvent, ports: RelayPorts): Promise<void> {
  const [port, ...more] = event.ports
  if (port === undefined || more.length > 0) return
  if (event.origin !== ports.ownOrigin || !(isFramePortOffer(event.data) || isSharePortOffer(event.data))) return
  await ports.ensureOffscreen()
  const offscreen = (await ports.clients()).find((client) => ports.isOffscreen(client.url))
  if (offscreen === undefined) port.close()
  else offscreen.postMessage(event.data, [port])
}
