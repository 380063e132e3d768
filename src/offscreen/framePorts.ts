import { isFramePortOffer } from '../messaging/framePort'
import type { FramePump } from './ports'

/** Takes the views' frame ports, which the service worker passes on (it alone can reach this document with a port). */
export function serveFramePorts(frames: FramePump): void {
  navigator.serviceWorker.addEventListener('message', (event) => {
    const [port] = event.ports
    if (port !== undefined && isFramePortOffer(event.data)) frames.addPort(port, event.data.view)
  })
  navigator.serviceWorker.startMessages()
}
