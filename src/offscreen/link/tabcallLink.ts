import { systemClock } from '../media/clock'
import { watchLine } from '../media/lineWatch'
import { SLOTS, type Slot, type Unsubscribe } from '../ports'
import type { Link, LinkState } from './link'
import type { TabcallConnection } from './tabcallConnection'

/** Shows the other side that we live even when neither side sends media, well within the silence that `watchLine` takes for a loss. */
const BEAT_MS = 300
const BEAT = '.'

/** How long a closed call's connection stays for its last message; half a long round trip and some. */
const FAREWELL_MS = 1_000

/** A connection between two Tabcalls: a PeerJS DataConnection with the media beside the channel. */
export class TabcallLink implements Link {
  readonly kind = 'tabcall'
  readonly connectionId: string
  readonly peerConnection: RTCPeerConnection
  readonly ready: Promise<void>
  #connection: TabcallConnection
  #state: LinkState = 'opening'
  #stateListeners = new Set<(state: LinkState) => void>()
  #textListeners = new Set<(text: string) => void>()
  #trackListeners = new Set<(slot: Slot, track: MediaStreamTrack) => void>()
  #beat: ReturnType<typeof setInterval> | undefined
  #farewell: ReturnType<typeof setTimeout> | undefined
  #stopWatching: () => void = () => undefined
  #onSuspect: () => void
  #hasSpoken = false
  #hungUpListeners = new Set<() => void>()

  /** `onSuspect`: the line may just be getting lost. */
  constructor(connection: TabcallConnection, onSuspect: () => void) {
    this.#onSuspect = onSuspect
    this.#connection = connection
    this.connectionId = connection.connectionId
    this.peerConnection = connection.peerConnection
    this.ready = slotsOf(this.peerConnection)
    this.peerConnection.addEventListener('connectionstatechange', () => this.#connectionStateChanged())
    this.peerConnection.addEventListener('track', (event) => {
      const slot = this.#slotOf(event.transceiver)
      if (slot !== null) for (const listener of this.#trackListeners) listener(slot, event.track)
    })
    connection.on('data', (data: unknown) => {
      if (typeof data !== 'string' || data === BEAT) return
      for (const listener of this.#textListeners) listener(data)
    })
    connection.once('open', () => {
      this.#hasSpoken = true
    })
    connection.on('close', () => {
      this.#lookForHangUp()
      this.#set('closed')
    })
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
    return this.#transceiver(slot)?.receiver.track ?? null
  }

  onRemoteTrack(listener: (slot: Slot, track: MediaStreamTrack) => void): Unsubscribe {
    this.#trackListeners.add(listener)
    return () => this.#trackListeners.delete(listener)
  }

  onState(listener: (state: LinkState) => void): Unsubscribe {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  onText(listener: (text: string) => void): Unsubscribe {
    this.#textListeners.add(listener)
    return () => this.#textListeners.delete(listener)
  }

  onChannelOpen(listener: () => void): void {
    if (this.#connection.open) listener()
    else this.#connection.once('open', listener)
  }

  onHungUp(listener: () => void): void {
    this.#hungUpListeners.add(listener)
  }

  sendText(text: string): boolean {
    return this.#state !== 'closed' && this.#connection.sendText(text)
  }

  close(options: { readonly farewell: boolean } = { farewell: false }): void {
    if (this.#state === 'closed' || this.#farewell !== undefined) return
    this.#stopLife()
    if (!options.farewell) {
      this.#connection.close()
      this.#set('closed')
      return
    }
    // The other side may change over later: what it says here meanwhile counts.
    this.#stateListeners.clear()
    this.#farewell = setTimeout(() => {
      this.#connection.close()
      this.#set('closed')
    }, FAREWELL_MS)
  }

  #transceiver(slot: Slot): RTCRtpTransceiver | undefined {
    return this.peerConnection.getTransceivers()[SLOTS.indexOf(slot)]
  }

  #slotOf(transceiver: RTCRtpTransceiver): Slot | null {
    return SLOTS[this.peerConnection.getTransceivers().indexOf(transceiver)] ?? null
  }

  #connectionStateChanged(): void {
    switch (this.peerConnection.connectionState) {
      case 'connected':
        this.#startLife()
        this.#set('up')
        return
      case 'failed':
        this.#set('down')
        return
      case 'closed':
        this.#set('closed')
        return
      case 'new':
      case 'connecting':
      // Our own watch knows sooner, and ICE's `disconnected` comes and goes.
      case 'disconnected':
        return
    }
  }

  /**
   * `closed`, unlike `failed`, comes of the other side's alert, which nobody else can make (RFC 8446, section 6.1). A
   * channel takes two more round trips than the media; once it is there, only its words count.
   */
  #lookForHangUp(): void {
    const isOurs = this.#state === 'closed' || this.#farewell !== undefined
    if (isOurs || this.#hasSpoken || this.peerConnection.sctp?.transport.state !== 'closed') return
    for (const listener of this.#hungUpListeners) listener()
  }

  #startLife(): void {
    if (this.#beat !== undefined) return
    this.peerConnection.sctp?.transport.addEventListener('statechange', () => this.#lookForHangUp())
    this.#beat = setInterval(() => this.#connection.sendText(BEAT), BEAT_MS)
    this.#stopWatching = watchLine(this.peerConnection, {
      clock: systemClock,
      onSuspect: this.#onSuspect,
      onSilent: () => this.#set('down'),
      onAlive: () => this.#set('up'),
    })
  }

  #stopLife(): void {
    clearInterval(this.#beat)
    this.#stopWatching()
  }

  #set(state: LinkState): void {
    if (this.#state === state || this.#state === 'closed') return
    this.#state = state
    if (state === 'closed') {
      clearTimeout(this.#farewell)
      this.#stopLife()
    }
    for (const listener of [...this.#stateListeners]) listener(state)
  }
}

function slotsOf(connection: RTCPeerConnection): Promise<void> {
  const complete = (): boolean => connection.getTransceivers().length >= SLOTS.length
  if (complete()) return Promise.resolve()
  return new Promise((resolve) => {
    connection.addEventListener('signalingstatechange', () => {
      if (complete()) resolve()
    })
  })
}
