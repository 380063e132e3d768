import type { FrameSource } from '../../messaging/framePort'
import type { LoopbackSignal } from '../../messaging/viewPort'

/** The order of the m-lines in the offer. */
const SOURCES = ['remote', 'self', 'share'] as const

/** What of the view's line the loopback needs. */
export interface LoopbackLine {
  sendLoopback(signal: LoopbackSignal): void
  want(sources: readonly FrameSource[]): void
  onLoopback(listener: (signal: LoopbackSignal) => void): () => void
}

export interface LoopbackClientDeps {
  readonly line: LoopbackLine
  /** Without ICE servers: nothing leaves the machine. */
  readonly createPeerConnection: () => RTCPeerConnection
  readonly show: (source: FrameSource, stream: MediaStream | null) => void
}

export interface LoopbackClient {
  want(sources: readonly FrameSource[]): void
  setLooking(looking: boolean): void
  reconnect(): void
  close(): void
}

/**
 * Pictures for a page in another process (cross-origin isolated), where frames cannot be transferred: a connection
 * from the offscreen document. This side asks with `start`; the other offers.
 */
export function createLoopbackClient({ line, createPeerConnection, show }: LoopbackClientDeps): LoopbackClient {
  let wanted: readonly FrameSource[] = []
  let looking = true
  let connection: RTCPeerConnection | null = null
  let streams: ReadonlyMap<FrameSource, MediaStream> = new Map()
  let started = false
  /** One signal at a time: a candidate must not overtake the description it belongs to. */
  let queue = Promise.resolve()

  const stopListening = line.onLoopback((signal) => {
    queue = queue.then(() => handle(signal)).catch(() => undefined)
  })

  async function handle(signal: LoopbackSignal): Promise<void> {
    if (signal.kind === 'candidate') {
      const { candidate, sdpMid, sdpMLineIndex } = signal
      await connection?.addIceCandidate({ candidate, sdpMid, sdpMLineIndex })
    } else if (signal.kind === 'description' && signal.type === 'offer') {
      await answer(signal.sdp)
    }
  }

  async function answer(sdp: string): Promise<void> {
    connection?.close()
    const fresh = createPeerConnection()
    connection = fresh
    fresh.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null || connection !== fresh) return
      const { sdpMid, sdpMLineIndex } = candidate
      line.sendLoopback({ kind: 'candidate', candidate: candidate.candidate, sdpMid, sdpMLineIndex })
    })
    fresh.addEventListener('connectionstatechange', () => {
      if (connection === fresh && fresh.connectionState === 'failed') start()
    })
    await fresh.setRemoteDescription({ type: 'offer', sdp })
    streams = new Map(
      fresh.getTransceivers().flatMap(({ receiver }, index) => {
        const source = SOURCES[index]
        return source === undefined ? [] : [[source, new MediaStream([receiver.track])] as const]
      }),
    )
    await fresh.setLocalDescription()
    const description = fresh.localDescription
    if (description !== null) line.sendLoopback({ kind: 'description', type: 'answer', sdp: description.sdp })
    showAll()
  }

  function showAll(): void {
    for (const source of SOURCES) show(source, wanted.includes(source) ? (streams.get(source) ?? null) : null)
  }

  function start(): void {
    started = true
    line.sendLoopback({ kind: 'start' })
    line.want(looking ? wanted : [])
  }

  function update(): void {
    if (started) line.want(looking ? wanted : [])
    else if (looking && wanted.length > 0) start()
  }

  return {
    want(sources) {
      wanted = [...sources]
      update()
      showAll()
    },
    setLooking(now) {
      if (looking === now) return
      looking = now
      update()
    },
    reconnect() {
      if (started) start()
    },
    close() {
      stopListening()
      connection?.close()
      connection = null
    },
  }
}
