import * as v from 'valibot'
import type { FramePortOffer } from '../../messaging/framePort'
import { activeWorker } from './activeWorker'
import type { FrameEnd, FrameEndEvents } from './frameClient'

const source = v.picklist(['remote', 'self', 'share'])
const FrameDownSchema = v.variant('type', [
  v.object({ type: v.literal('frame'), source, frame: v.instance(VideoFrame) }),
  v.object({ type: v.literal('end'), source }),
])

/** Sends one end of a new port to the service worker, which hands it on to the offscreen document. */
export async function offerFramePort(view: string, events: FrameEndEvents): Promise<FrameEnd> {
  const worker = await activeWorker()
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = (event: MessageEvent<unknown>) => {
    const parsed = v.safeParse(FrameDownSchema, event.data)
    if (parsed.success) events.onMessage(parsed.output)
  }
  port1.onmessageerror = () => events.onUnreadable()
  port1.addEventListener('close', () => events.onClose())
  port1.start()
  const offer: FramePortOffer = { type: 'tabcall:framePort', view }
  worker.postMessage(offer, [port2])
  return {
    post: (message) => port1.postMessage(message),
    close() {
      port1.onmessage = null
      port1.close()
    },
  }
}
