import type { OfferEvent, RelayClient } from './framePortRelay'

/** The part of ServiceWorkerGlobalScope that is used here: TypeScript's own WebWorker types exclude those of the DOM. */
declare const clients: {
  matchAll(options: { includeUncontrolled: boolean; type: 'all' }): Promise<readonly RelayClient[]>
}

/** Every own page, the offscreen document and overlays in pages included. */
export function ownClients(): Promise<readonly RelayClient[]> {
  return clients.matchAll({ includeUncontrolled: true, type: 'all' })
}

export function onClientMessage(listener: (event: OfferEvent) => void): void {
  self.addEventListener('message', listener)
}
