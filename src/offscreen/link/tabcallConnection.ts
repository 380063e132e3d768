import { BufferedConnection, type Peer, SerializationType } from 'peerjs'
import { SLOTS, type Slot } from '../ports'
import { tuneDescription } from './sdp'

const KIND: Record<Slot, 'audio' | 'video'> = { microphone: 'audio', camera: 'video', sharePicture: 'video', shareSound: 'audio' }

/** Slots whose lost packets are sent again with the following ones (RFC 2198): a lone lost packet is then not heard. */
const REDUNDANT: readonly Slot[] = ['microphone', 'shareSound']

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

  constructor(peerId: string, provider: Peer, options: ConnectionOptions) {
    options.sdpTransform = tuneDescription
    super(peerId, provider, options)
    const connection = this.peerConnection
    // PeerJS closes on `failed`; a Tabcall reconnects.
    connection.oniceconnectionstatechange = null
    if (options._payload !== undefined) {
      connection.addEventListener('signalingstatechange', () => {
        if (connection.signalingState === 'have-remote-offer') answerAllSlots(connection)
      })
    }
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

function offerAllSlots(connection: RTCPeerConnection): void {
  for (const slot of SLOTS) {
    const transceiver = connection.addTransceiver(KIND[slot], { direction: 'sendrecv' })
    preferRedundancy(transceiver, slot)
  }
}

/** The other side's four sections come in the same order; we send in all of them too. */
function answerAllSlots(connection: RTCPeerConnection): void {
  connection.getTransceivers().forEach((transceiver, index) => {
    const slot = SLOTS[index]
    if (slot === undefined) return
    transceiver.direction = 'sendrecv'
    preferRedundancy(transceiver, slot)
  })
}

function preferRedundancy(transceiver: RTCRtpTransceiver, slot: Slot): void {
  if (!REDUNDANT.includes(slot)) return
  const codecs = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? []
  const isRed = (codec: RTCRtpCodec): boolean => codec.mimeType.toLowerCase() === 'audio/red'
  transceiver.setCodecPreferences([...codecs.filter(isRed), ...codecs.filter((codec) => !isRed(codec))])
}
