import { once } from 'node:events'
import * as v from 'valibot'
import { vi } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'

// Sockets and processes of their own take seconds on a busy machine.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const MessageSchema = v.looseObject({
  type: v.string(),
  src: v.optional(v.string()),
  dst: v.optional(v.string()),
  payload: v.optional(v.unknown()),
})
export type Message = v.InferOutput<typeof MessageSchema>

export interface Registration {
  readonly url: string
  readonly id: string
  readonly token?: string
}

/** A signaling client on a real socket, as bare as can be, so that it can also do what PeerJS never would. */
export class Client {
  readonly id: string
  readonly socket: WebSocket
  readonly messages: Message[] = []
  readonly closed: Promise<{ code: number; reason: string }>

  constructor(url: string, id: string, options: ClientOptions = {}) {
    this.id = id
    this.socket = new WebSocket(url, options)
    this.socket.on('message', (data) => this.messages.push(v.parse(MessageSchema, JSON.parse(String(data)))))
    this.socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }))
    })
  }

  /** Connects and waits for OPEN. */
  static async open(registration: Registration, options?: ClientOptions): Promise<Client> {
    const client = Client.connect(registration, options)
    await client.next('OPEN')
    return client
  }

  static connect({ url, id, token = `token-${id}` }: Registration, options?: ClientOptions): Client {
    const query = new URLSearchParams({ key: 'peerjs', id, token })
    return new Client(`${url.replace('http', 'ws')}peerjs?${query}`, id, options)
  }

  send(message: unknown): void {
    this.socket.send(JSON.stringify(message))
  }

  offer(dst: string, connectionId = 'connection'): void {
    this.send({ type: 'OFFER', dst, payload: { type: 'data', connectionId } })
  }

  /** The next message of a type, in the order they came; it is taken out. */
  async next(type: string, timeoutMs = 15_000): Promise<Message> {
    const until = Date.now() + timeoutMs
    for (;;) {
      const place = this.messages.findIndex((message) => message.type === type)
      const [message] = place === -1 ? [] : this.messages.splice(place, 1)
      if (message !== undefined) return message
      const left = until - Date.now()
      if (left <= 0) throw new Error(`${this.id} waited ${timeoutMs} ms for ${type} and got ${JSON.stringify(this.messages)}`)
      await Promise.race([once(this.socket, 'message'), pause(left)])
    }
  }

  /** Whether the server still relays for this client: a message to itself comes back. Also waits for all sent before. */
  async isServed(timeoutMs = 10_000): Promise<boolean> {
    const nonce = Math.random().toString(36)
    this.send({ type: 'CANDIDATE', dst: this.id, payload: { connectionId: nonce } })
    const until = Date.now() + timeoutMs
    while (Date.now() < until) {
      const isBack = this.messages.some((message) => JSON.stringify(message.payload) === JSON.stringify({ connectionId: nonce }))
      if (isBack) return true
      await pause(2)
    }
    return false
  }

  async close(): Promise<void> {
    this.socket.close()
    await this.closed
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
