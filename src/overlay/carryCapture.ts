import { SHARE_IN_FLIGHT, type ShareDown, type SharePart, type SharePortOffer, type ShareUp } from '../messaging/sharePort'
import { activeWorker } from '../ui/frames/activeWorker'

/** What is read of a track: a picture, or some milliseconds of sound. */
type Piece = VideoFrame | AudioData

interface Part {
  /** There is room for one more: the line is through, or one was taken. */
  readonly next: (message: ShareDown) => void
  readonly stop: () => void
}

/** Hands what this document captures to the offscreen document, until either side ends it. Resolves with the capture's name. */
export async function carryCapture(stream: MediaStream): Promise<string> {
  const [picture] = stream.getVideoTracks()
  const [sound] = stream.getAudioTracks()
  const worker = await activeWorker()
  const { port1: port, port2 } = new MessageChannel()
  const parts: Partial<Record<SharePart, Part>> = {}
  const stop = (): void => {
    for (const part of Object.values(parts)) part.stop()
    port.close()
  }
  if (isVideoTrack(picture)) {
    parts.picture = carry('picture', picture, new MediaStreamTrackProcessor({ track: picture }).readable, port)
  }
  if (isAudioTrack(sound)) {
    parts.sound = carry('sound', sound, new MediaStreamTrackProcessor({ track: sound }).readable, port)
  }
  port.onmessage = ({ data }: MessageEvent<ShareDown>) => {
    if (data.type === 'ack') parts[data.of]?.next(data)
    else for (const part of Object.values(parts)) part.next(data)
  }
  port.addEventListener('close', stop)
  port.start()
  const offer: SharePortOffer = {
    type: 'tabcall:sharePort',
    capture: crypto.randomUUID(),
    picture: parts.picture !== undefined,
    sound: parts.sound !== undefined,
  }
  worker.postMessage(offer, [port2])
  return offer.capture
}

/** Reads one track to its end. The newest piece is kept until there is room for it: a page that stands still gives no other. */
function carry(of: SharePart, track: MediaStreamTrack, readable: ReadableStream<Piece>, port: MessagePort): Part {
  const reader = readable.getReader()
  let ready = false
  let inFlight = 0
  let newest: Piece | null = null

  const post = (message: ShareUp, transfer: Transferable[]): void => port.postMessage(message, transfer)
  function send(): void {
    if (newest === null || !ready || inFlight >= SHARE_IN_FLIGHT[of]) return
    inFlight++
    const frame = newest
    newest = null
    post({ type: 'frame', of, frame }, [frame])
  }
  async function read(): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      newest?.close()
      newest = value
      send()
    }
  }
  read()
    .catch(() => undefined)
    .finally(() => post({ type: 'end', of }, []))
  return {
    next({ type }) {
      if (type === 'ready') ready = true
      else inFlight--
      send()
    },
    stop() {
      track.stop()
      reader.cancel().catch(() => undefined)
      newest?.close()
      newest = null
    },
  }
}

function isVideoTrack(track: MediaStreamTrack | undefined): track is MediaStreamVideoTrack {
  return track?.kind === 'video'
}

function isAudioTrack(track: MediaStreamTrack | undefined): track is MediaStreamAudioTrack {
  return track?.kind === 'audio'
}
