import * as v from 'valibot'
import { FRAMES_IN_FLIGHT, type FrameDown, type FrameSource } from '../../messaging/framePort'
import type { Clock } from '../media/clock'

const source = v.picklist(['remote', 'self', 'share'])
const FrameUpSchema = v.variant('type', [
  v.object({ type: v.literal('ack'), source }),
  v.object({ type: v.literal('want'), sources: v.pipe(v.array(source), v.maxLength(3)) }),
])

/** A view that takes frames but acknowledges none for this long is frozen or gone: it counts as not looking. */
export const VIEW_SILENCE_MS = 10_000

/** The end of one view's port that lives here. */
export interface ViewFrames {
  readonly view: string
  wants(source: FrameSource): boolean
  /** True when another frame of `source` may be sent. */
  hasRoom(source: FrameSource): boolean
  send(source: FrameSource, frame: VideoFrame): void
  end(source: FrameSource): void
  /** Whether it has stopped acknowledging; it wakes with its next message. */
  checkAsleep(): boolean
  close(): void
}

export interface ViewFramesDeps {
  readonly port: MessagePort
  readonly view: string
  readonly clock: Clock
  readonly onChange: () => void
  readonly onGone: () => void
}

export function createViewFrames({ port, view, clock, onChange, onGone }: ViewFramesDeps): ViewFrames {
  let wanted: ReadonlySet<FrameSource> = new Set()
  const inFlight: Record<FrameSource, number> = { remote: 0, self: 0, share: 0 }
  let heardAt = clock.now()
  let asleep = false

  function waiting(): boolean {
    return inFlight.remote + inFlight.self + inFlight.share > 0
  }

  port.onmessage = (event: MessageEvent<unknown>) => {
    const parsed = v.safeParse(FrameUpSchema, event.data)
    if (!parsed.success) return
    heardAt = clock.now()
    const message = parsed.output
    const woke = asleep
    asleep = false
    if (message.type === 'ack') {
      inFlight[message.source] = Math.max(0, inFlight[message.source] - 1)
      if (woke) onChange()
    } else {
      wanted = new Set(message.sources)
      onChange()
    }
  }
  port.onmessageerror = onGone
  // The other end was closed or its page is gone.
  port.addEventListener('close', onGone)
  port.start()

  function post(message: FrameDown, transfer: Transferable[]): void {
    port.postMessage(message, transfer)
  }

  return {
    view,
    wants: (each) => !asleep && wanted.has(each),
    hasRoom: (each) => inFlight[each] < FRAMES_IN_FLIGHT,
    send(each, frame) {
      if (!waiting()) heardAt = clock.now()
      inFlight[each]++
      try {
        post({ type: 'frame', source: each, frame }, [frame])
      } catch {
        frame.close()
        onGone()
      }
    },
    end: (each) => post({ type: 'end', source: each }, []),
    checkAsleep() {
      if (!asleep && waiting() && clock.now() - heardAt >= VIEW_SILENCE_MS) asleep = true
      return asleep
    },
    close() {
      port.onmessage = null
      port.onmessageerror = null
      port.removeEventListener('close', onGone)
      port.close()
    },
  }
}
