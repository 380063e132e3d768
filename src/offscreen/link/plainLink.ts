import type { MediaConnection } from 'peerjs'
import type { Slot, Unsubscribe } from '../ports'
import type { Link, LinkState } from './link'

/**
 * A connection with a plain PeerJS client: one sound and one picture each way, no channel for control messages.
 * PeerJS itself closes it when ICE fails or the other side closes.
 */
export class PlainLink implements Link {
  readonly kind = 'plain'
  readonly connectionId: string
  readonly peerConnection: RTCPeerConnection
  readonly ready = Promise.resolve()
  #connection: MediaConnection
  #state: LinkState = 'opening'
  #stateListeners = new Set<(state: LinkState) => void>()
  #trackListeners = new Set<(slot: Slot, track: MediaStreamTrack) => void>()

  /** `connection` must have its RTCPeerConnection: called out by us, or answered. */
  constructor(connection: MediaConnection) {
    this.#connection = connection
    this.connectionId = connection.connectionId
    this.peerConnection = connection.peerConnection
    this.peerConnection.addEventListener('connectionstatechange', () => {
      const { connectionState } = this.peerConnection
      if (connectionState === 'connected') this.#set('up')
      else if (connectionState === 'disconnected') this.#set('down')
      else if (connectionState === 'failed' || connectionState === 'closed') this.#set('closed')
    })
    // Not `track`: to whom answers it comes with the offer, before what is received has a direction.
    this.peerConnection.addEventListener('signalingstatechange', () => {
      if (this.peerConnection.signalingState === 'stable') this.#tellTracks()
    })
    connection.on('close', () => this.#set('closed'))
    // PeerJS reports negotiation trouble as an event; unheard it would be thrown. The link's state says the same.
    connection.on('error', () => undefined)
  }

  get state(): LinkState {
    return this.#state
  }

  get answered(): boolean {
    return this.peerConnection.remoteDescription !== null && this.peerConnection.localDescription !== null
  }

  sender(slot: Slot): RTCRtpSender | null {
    return this.#transceiver(slot)?.sender ?? null
  }

  receiver(slot: Slot): RTCRtpReceiver | null {
    return this.#transceiver(slot)?.receiver ?? null
  }

  remoteTrack(slot: Slot): MediaStreamTrack | null {
    const transceiver = this.#transceiver(slot)
    // Before the answer there is a receiver with a track that never gets anything.
    return transceiver?.currentDirection?.includes('recv') === true ? transceiver.receiver.track : null
  }

  onRemoteTrack(listener: (slot: Slot, track: MediaStreamTrack) => void): Unsubscribe {
    this.#trackListeners.add(listener)
    return () => this.#trackListeners.delete(listener)
  }

  onState(listener: (state: LinkState) => void): Unsubscribe {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  onChannelOpen(): void {}

  sendText(): boolean {
    return false
  }

  onText(): Unsubscribe {
    return () => undefined
  }

  onHungUp(): void {}

  close(): void {
    this.#connection.close()
    this.#set('closed')
  }

  #tellTracks(): void {
    for (const slot of ['microphone', 'camera'] as const) {
      const track = this.remoteTrack(slot)
      if (track === null) continue
      for (const listener of this.#trackListeners) listener(slot, track)
    }
  }

  #transceiver(slot: Slot): RTCRtpTransceiver | undefined {
    const kind = slot === 'microphone' ? 'audio' : slot === 'camera' ? 'video' : null
    return this.peerConnection.getTransceivers().find((transceiver) => transceiver.receiver.track.kind === kind)
  }

  #set(state: LinkState): void {
    if (this.#state === state || this.#state === 'closed') return
    this.#state = state
    for (const listener of [...this.#stateListeners]) listener(state)
  }
}
