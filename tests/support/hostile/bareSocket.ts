import { once } from 'node:events'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { sleep } from '../wait.ts'

const MessageSchema = v.looseObject({
  type: v.string(),
  src: v.optional(v.string()),
  dst: v.optional(v.string()),
  payload: v.optional(v.unknown()),
})
export type Received = v.InferOutput<typeof MessageSchema>

/** A WebSocket at a signaling server as bare as can be, so that it can also do what PeerJS never would. */
export class BareSocket {
  readonly id: string
  /** Everything that came, in order; `next` takes nothing out. */
  readonly received: Received[] = []
  #socket: WebSocket
  #taken = new Set<Received>()

  private constructor(id: string, socket: WebSocket) {
    this.id = id
    this.#socket = socket
    // Many may wait for something at the same time.
    socket.setMaxListeners(0)
    socket.on('error', () => undefined)
    socket.on('message', (data) => this.received.push(v.parse(MessageSchema, JSON.parse(String(data)))))
  }

  /** Connects and waits for OPEN. */
  static async open(server: string, id: string, token: string): Promise<BareSocket> {
    const query = new URLSearchParams({ key: 'peerjs', id, token })
    const socket = new BareSocket(id, new WebSocket(`${server.replace('http', 'ws')}peerjs?${query}`))
    await socket.next('OPEN')
    return socket
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** Lost without a word where the server has closed. */
  send(message: unknown): void {
    if (this.isOpen) this.#socket.send(JSON.stringify(message))
  }

  /** The next message of a type, and of what else is asked, that was not asked for before. */
  async next(type: string, timeoutMs = 15_000, isMeant: (message: Received) => boolean = () => true): Promise<Received> {
    const until = Date.now() + timeoutMs
    for (;;) {
      const found = this.received.find((message) => message.type === type && !this.#taken.has(message) && isMeant(message))
      if (found) {
        this.#taken.add(found)
        return found
      }
      const left = until - Date.now()
      if (left <= 0) throw new Error(`${this.id} waited ${timeoutMs} ms for ${type} and got ${JSON.stringify(this.received)}`)
      await Promise.race([once(this.#socket, 'message'), sleep(left)])
    }
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }
}
