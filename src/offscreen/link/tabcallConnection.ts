import { BufferedConnection, type Peer, SerializationType } from 'peerjs'
import { SLOTS, type Slot } from '../ports'
import { tuneDescription, withPassiveDtls } from './sdp'

const KIND: Record<Slot, 'audio' | 'video'> = { microphone: 'audio', camera: 'video', sharePicture: 'video', shareSound: 'audio' }

/**
 * Slots whose packets each carry the one before too (RFC 2198): a lone lost packet is then not heard. Music is too large
 * for that: two blocks of 256 kbit/s are more than a packet, and a block has 1,023 bytes at most. It is asked for again.
 */
const REDUNDANT: readonly Slot[] = ['microphone']

/**
 * All that a Tabcall speaks; every browser must know them (RFC 7742, RFC 7874). Two Chromiums would choose the same out of
 * dozens, but each one more is read and written by both sides before a call begins, and fills PeerJS's messages.
 */
const PICTURE_CODECS = ['vp8', 'rtx', 'red', 'ulpfec'] as const
const SOUND_CODECS = ['opus'] as const

interface ConnectionOptions {
  readonly _payload?: unknown
  sdpTransform?: (sdp: string) => string
}

/**
 * The DataConnection between two Tabcalls, given to PeerJS as its `raw` serializer. Its RTCPeerConnection carries the media
 * too: four transceivers stand in the first offer, so that a camera or a share starts later with no negotiation (rule 5).
 */
export class TabcallConnection extends BufferedConnection {
  // A getter, since PeerJS's constructor runs before the fields of a subclass are set.
  get serialization(): string {
    return SerializationType.None
  }

  #role: { passive: boolean }

  constructor(peerId: string, provider: Peer, options: ConnectionOptions) {
    const role = { passive: false }
    options.sdpTransform = (sdp) => (role.passive ? withPassiveDtls(tuneDescription(sdp)) : tuneDescription(sdp))
    super(peerId, provider, options)
    this.#role = role
    const connection = this.peerConnection
    // PeerJS closes on `failed`; a Tabcall reconnects.
    connection.oniceconnectionstatechange = null
    if (options._payload !== undefined) {
      connection.addEventListener('signalingstatechange', () => {
        if (connection.signalingState === 'have-remote-offer') answerAllSlots(connection)
      })
    }
  }

  /**
   * The other side begins the DTLS handshake: right where it can reach us before we can reach it, since it alone knows
   * both sides' candidates. To be called in the turn in which PeerJS tells of the connection.
   */
  answerPassively(): void {
    this.#role.passive = true
  }

  /** PeerJS calls it on the offering side before it makes the offer, and on the answering side when the channel is there. */
  override _initializeDataChannel(channel: RTCDataChannel): void {
    if (this.peerConnection.signalingState === 'stable' && this.peerConnection.getTransceivers().length === 0) {
      offerAllSlots(this.peerConnection)
    }
    super._initializeDataChannel(channel)
  }

  protected override _handleDataMessage(event: MessageEvent): void {
    this.emit('data', event.data)
  }

  /** One control message as text. False where the channel is not open. */
  sendText(text: string): boolean {
    if (this.dataChannel?.readyState !== 'open') return false
    this.dataChannel.send(text)
    return true
  }

  protected override _send(data: unknown): void {
    if (typeof data === 'string') this.sendText(data)
  }
}

/**
 * Sound and picture of one stream wait for each other at the other side. A voice waits for no camera: on a bad line that
 * held it back by up to 1.8 s, while apart they are at most 0.1 s off (measured). A page of text waits for no sound: in one
 * stream that was up to 0.5 s; a film is brought in step by `callMedia`.
 */
function streamsOfSlots(): Record<Slot, MediaStream> {
  const own = () => new MediaStream()
  return { microphone: own(), camera: own(), sharePicture: own(), shareSound: own() }
}

function offerAllSlots(connection: RTCPeerConnection): void {
  const streams = streamsOfSlots()
  for (const slot of SLOTS) {
    const transceiver = connection.addTransceiver(KIND[slot], { direction: 'sendrecv', streams: [streams[slot]] })
    preferCodecs(transceiver, slot)
  }
}

/** The other side's four sections come in the same order; we send in all of them too. */
function answerAllSlots(connection: RTCPeerConnection): void {
  const streams = streamsOfSlots()
  connection.getTransceivers().forEach((transceiver, index) => {
    const slot = SLOTS[index]
    if (slot === undefined) return
    transceiver.direction = 'sendrecv'
    transceiver.sender.setStreams(streams[slot])
    preferCodecs(transceiver, slot)
  })
}

function preferCodecs(transceiver: RTCRtpTransceiver, slot: Slot): void {
  const kind = KIND[slot]
  const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? []
  const wanted = kind === 'video' ? PICTURE_CODECS : REDUNDANT.includes(slot) ? ['red', ...SOUND_CODECS] : SOUND_CODECS
  const named = (name: string): RTCRtpCodec[] => codecs.filter(({ mimeType }) => mimeType.toLowerCase() === `${kind}/${name}`)
  transceiver.setCodecPreferences(wanted.flatMap(named))
}
