import { type Accessor, createSignal, onCleanup, type Setter } from 'solid-js'
import type { FrameSource } from '../../messaging/framePort'
import { createFrameClient, type FrameClient } from './frameClient'
import { offerFramePort } from './framePortOffer'
import { watchLooking } from './looking'
import { createLoopbackClient, type LoopbackLine } from './loopbackClient'
import { makeTrackSink } from './trackSink'

/** What of the view's line frames need; `connectView()` gives it. */
export interface FrameLine extends LoopbackLine {
  /** Called after each (re)connection to an offscreen document. */
  onConnected(listener: () => void): () => void
  nameFrames(view: string): void
}

export interface Frames {
  readonly remote: Accessor<MediaStream | null>
  readonly self: Accessor<MediaStream | null>
  readonly share: Accessor<MediaStream | null>
  /** Which pictures the view shows now; none is sent while nobody can see it. */
  want(sources: readonly FrameSource[]): void
}

/** The moving pictures of the call, for the life of the component that calls this. */
export function createFrames(line: FrameLine): Frames {
  const [remote, setRemote] = createSignal<MediaStream | null>(null)
  const [self, setSelf] = createSignal<MediaStream | null>(null)
  const [share, setShare] = createSignal<MediaStream | null>(null)
  const setters: Record<FrameSource, Setter<MediaStream | null>> = { remote: setRemote, self: setSelf, share: setShare }
  const show = (source: FrameSource, stream: MediaStream | null): void => void setters[source](stream)

  // One name for the life of this page: a new port of it replaces its former one.
  const name = crypto.randomUUID()
  let wanted: readonly FrameSource[] = []
  let looking = true

  const makeLoopback = (): FrameClient =>
    createLoopbackClient({ line, createPeerConnection: () => new RTCPeerConnection({ iceServers: [] }), show })
  const makeTransfer = (): FrameClient =>
    createFrameClient({
      offer: (events) => offerFramePort(name, events),
      makeSink: makeTrackSink,
      show,
      after(ms, callback) {
        const timer = setTimeout(callback, ms)
        return () => clearTimeout(timer)
      },
      onUnable() {
        client.close()
        client = makeLoopback()
        client.setLooking(looking)
        client.want(wanted)
      },
    })
  // An isolated page is in a process of its own, where frames do not arrive.
  let client = window.crossOriginIsolated ? makeLoopback() : makeTransfer()

  const stopWatching = watchLooking((now) => {
    looking = now
    client.setLooking(now)
  })
  let connectedBefore = false
  line.nameFrames(name)
  const stopListening = line.onConnected(() => {
    line.nameFrames(name)
    if (connectedBefore) client.reconnect()
    connectedBefore = true
  })
  onCleanup(() => {
    stopWatching()
    stopListening()
    client.close()
  })

  return {
    remote,
    self,
    share,
    want(sources) {
      wanted = sources
      client.want(sources)
    },
  }
}
