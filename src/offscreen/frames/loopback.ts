import type { FrameSource } from '../../messaging/framePort'
import type { LoopbackSignal } from '../../messaging/viewPort'

/** The order of the m-lines in the offer, which is how the view tells the pictures apart. */
export const LOOPBACK_SOURCES = ['remote', 'self', 'share'] as const

/** Inside one machine there is room: bits are cheaper than the encoder's search for few of them. */
const LOOPBACK_BITRATE = 6_000_000

export interface LoopbackDeps {
  readonly send: (signal: LoopbackSignal) => void
  /** Without ICE servers: nothing leaves the machine. */
  readonly createPeerConnection: () => RTCPeerConnection
}

/**
 * Pictures for a view on a cross-origin isolated page, where frames cannot be transferred: a connection from this
 * document to the view, signaled over the view's port. The view sends `start`, this side offers, the view answers.
 */
export interface Loopback {
  handle(signal: LoopbackSignal): void
  setTrack(source: FrameSource, track: MediaStreamTrack | null): void
  close(): void
}

/** Left to itself Chromium makes the pictures small while it finds out what the line takes, and leaves them so (measured: 270 of 720 lines). */
async function keepSize(sender: RTCRtpSender): Promise<void> {
  await sender.setParameters({ ...sender.getParameters(), degradationPreference: 'maintain-resolution' })
}

export function createLoopback({ send, createPeerConnection }: LoopbackDeps): Loopback {
  const tracks: Record<FrameSource, MediaStreamTrack | null> = { remote: null, self: null, share: null }
  let connection: RTCPeerConnection | null = null
  let senders: ReadonlyMap<FrameSource, RTCRtpSender> = new Map()
  /** One signal at a time: a candidate must not overtake the answer it belongs to. */
  let queue = Promise.resolve()
  let closed = false

  async function start(): Promise<void> {
    connection?.close()
    const fresh = createPeerConnection()
    connection = fresh
    senders = new Map(
      LOOPBACK_SOURCES.map((source) => {
        const transceiver = fresh.addTransceiver('video', {
          direction: 'sendonly',
          sendEncodings: [{ maxBitrate: LOOPBACK_BITRATE }],
        })
        return [source, transceiver.sender]
      }),
    )
    fresh.addEventListener('icecandidate', ({ candidate }) => {
      if (!candidate || connection !== fresh) return
      const { sdpMid, sdpMLineIndex } = candidate
      send({ kind: 'candidate', candidate: candidate.candidate, sdpMid, sdpMLineIndex })
    })
    for (const [source, sender] of senders) await sender.replaceTrack(tracks[source])
    await fresh.setLocalDescription()
    for (const sender of senders.values()) await keepSize(sender)
    const sdp = fresh.localDescription?.sdp
    if (sdp !== undefined) send({ kind: 'description', type: 'offer', sdp })
  }

  async function handleNow(signal: LoopbackSignal): Promise<void> {
    if (closed) return
    switch (signal.kind) {
      case 'start':
        return await start()
      case 'description':
        if (signal.type === 'answer') await connection?.setRemoteDescription({ type: 'answer', sdp: signal.sdp })
        return
      case 'candidate': {
        const { candidate, sdpMid, sdpMLineIndex } = signal
        await connection?.addIceCandidate({ candidate, sdpMid, sdpMLineIndex })
      }
    }
  }

  return {
    handle(signal) {
      // A signal that does not fit (a reloaded view's late candidate) harms nothing but itself.
      queue = queue.then(() => handleNow(signal)).catch(() => {})
    },
    setTrack(source, track) {
      if (tracks[source] === track) return
      tracks[source] = track
      queue = queue.then(() => senders.get(source)?.replaceTrack(tracks[source])).catch(() => {})
    },
    close() {
      closed = true
      connection?.close()
      connection = null
      senders = new Map()
    },
  }
}
