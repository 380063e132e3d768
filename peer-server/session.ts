import type { IClient } from 'peer'
import { WebSocket } from 'ws'
import { BlockList } from './blocks.ts'
import type { IdList } from './idList.ts'
import { Bucket, type Rate } from './limits.ts'

/** Why a socket was closed; the 4000s are for applications to give a meaning to. */
export const CloseCode = {
  normal: 1000,
  goingAway: 1001,
  badRequest: 4400,
  notProven: 4401,
  takenOver: 4409,
  tooMuch: 4429,
} as const

/** Time for a close code to arrive; after it the connection is cut, whoever is still sending. */
const CLOSE_GRACE_MS = 1_000

export interface SessionOptions {
  readonly id: string
  readonly isTabcall: boolean
  readonly token: string
  /** The Host header it came with. */
  readonly host: string
  /** What limits are counted by. */
  readonly address: string
  readonly socket: WebSocket
}

/** One WebSocket that asks for an ID, or has it. */
export class Session {
  readonly id: string
  readonly isTabcall: boolean
  readonly token: string
  readonly host: string
  readonly address: string
  readonly socket: WebSocket
  /** Heard of since the last look, see `heartbeat.ts`. */
  isAlive = true
  blocks = BlockList.none()
  /** To whom it is busy, while it is. */
  saysBusyTo: IdList | null = null
  /** PeerServer's client, once registered. */
  client: IClient | null = null
  readonly bucket: Bucket
  #ended = false

  constructor(options: SessionOptions, rate: Rate) {
    this.id = options.id
    this.isTabcall = options.isTabcall
    this.token = options.token
    this.host = options.host
    this.address = options.address
    this.socket = options.socket
    this.bucket = new Bucket(rate)
  }

  /** Nothing that still comes from it counts. */
  get hasEnded(): boolean {
    return this.#ended
  }

  /** Whether what is sent to it has a chance to arrive. */
  get isReachable(): boolean {
    return !this.#ended && this.socket.readyState === WebSocket.OPEN
  }

  send(message: unknown): void {
    this.socket.send(JSON.stringify(message))
  }

  end(code: number, reason = ''): void {
    if (this.#ended) return
    this.#ended = true
    closeSocket(this.socket, code, reason)
  }
}

/** Says why in the way PeerJS reads, and closes. */
export function refuse(socket: WebSocket, code: number, reason: string): void {
  socket.send(JSON.stringify({ type: 'ERROR', payload: { msg: reason } }))
  closeSocket(socket, code, reason)
}

function closeSocket(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason)
  cutSoon(socket)
}

/** For a socket that is being closed. */
export function cutSoon(socket: WebSocket): void {
  const cut = setTimeout(() => socket.terminate(), CLOSE_GRACE_MS)
  socket.once('close', () => clearTimeout(cut))
}
