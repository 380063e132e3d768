import { Peer } from 'peerjs'
import { TabcallConnection } from '../link/tabcallConnection'
import type { ServerAddress } from './serverAddress'

/** A signaling message as PeerJS sends it. */
export interface OutgoingMessage {
  readonly type: string
  readonly dst?: string
  readonly payload?: unknown
}

export interface PeerSocketEvents {
  /** Whatever the server sends; PeerJS sees none of it but by `deliver`. */
  message(message: unknown): void
  /** What PeerJS wants to send on its own; what this returns is sent, null holds it back. */
  outgoing(message: OutgoingMessage): OutgoingMessage | null
  /** The socket is gone, and not by our own `disconnect`. */
  lost(): void
}

/** One PeerJS `Peer` with the gate's place kept before it. Its connections outlive its socket. */
export class PeerSocket {
  readonly peer: Peer
  #deliver: (message: unknown) => void
  #send: (message: OutgoingMessage) => void
  /** PeerJS emits `disconnected` for our own disconnects too. */
  #disconnecting = false

  constructor(localId: string, address: ServerAddress, token: string, events: PeerSocketEvents) {
    const { host, port, path, secure } = address
    // Without `config` PeerJS uses public STUN and TURN servers of others. Set per connection by `link/`.
    const config = { iceServers: [] }
    const serializers = { raw: TabcallConnection }
    this.peer = new Peer(localId, { host, port, path, secure, key: 'peerjs', token, config, serializers, debug: 0 })
    const { socket } = this.peer
    // PeerJS's own listener is the only one.
    const listeners = socket.listeners('message')
    socket.removeAllListeners('message')
    socket.on('message', (message: unknown) => events.message(message))
    this.#deliver = (message) => {
      for (const listener of listeners) listener(message)
    }
    const send = socket.send.bind(socket)
    this.#send = send
    socket.send = (message: OutgoingMessage) => {
      const passed = message.type === 'HEARTBEAT' ? message : events.outgoing(message)
      if (passed !== null) send(passed)
    }
    this.peer.on('disconnected', () => {
      if (!this.#disconnecting) events.lost()
    })
    // Each error is followed by `disconnected` or belongs to a connection, which tells it too; unheard it would be thrown.
    this.peer.on('error', () => undefined)
  }

  /** False once PeerJS has given the Peer up; a new one is needed then. */
  get usable(): boolean {
    return !this.peer.destroyed
  }

  send(message: OutgoingMessage): void {
    this.#send(message)
  }

  /** Gives PeerJS a message. */
  deliver(message: unknown): void {
    this.#deliver(message)
  }

  reconnect(token: string): void {
    this.disconnect()
    this.peer.options.token = token
    this.peer.reconnect()
  }

  disconnect(): void {
    if (this.peer.disconnected || this.peer.destroyed) return
    this.#disconnecting = true
    this.peer.disconnect()
    this.#disconnecting = false
  }
}
