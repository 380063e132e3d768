import { isFramePortOffer } from '../messaging/framePort'
import { isSharePortOffer } from '../messaging/sharePort'
import type { FramePump } from './ports'
import type { CarriedCaptures } from './share/carriedCapture'

/** Takes the views' ports for frames, which the service worker passes on (it alone can reach this document with a port). */
export function serveFramePorts(frames: FramePump, carried: CarriedCaptures): void {
  navigator.serviceWorker.addEventListener('message', (event) => {
    const [port] = event.ports
    if (port === undefined) return
    if (isFramePortOffer(event.data)) frames.addPort(port, event.data.view)
    else if (isSharePortOffer(event.data)) carried.addPort(port, event.data)
  })
  navigator.serviceWorker.startMessages()
}
