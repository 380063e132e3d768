import { createServer } from 'node:http'
import * as v from 'valibot'
import { type WebSocket, WebSocketServer } from 'ws'
import { listen } from '../../../peer-server/listen.ts'

const MessageSchema = v.looseObject({
  type: v.string(),
  src: v.optional(v.string()),
  dst: v.optional(v.string()),
  payload: v.optional(v.unknown()),
})
/** A message under way; `src` is who sent it, unless the server says otherwise. */
export type Relayed = v.InferOutput<typeof MessageSchema>

/** What becomes of a message: call `pass` with it, with another, later, often, or not at all. */
export type Meddler = (message: Relayed, pass: (message: Relayed) => void) => void

export interface HostileServerOptions {
  readonly port?: number
  readonly host?: string
  /** How far its clock is off, as its answers' Date says. */
  readonly clockOffMs?: number
}

/** A signaling server that knows who is who, asks for no proof, and does with messages what it is told to. */
export interface HostileServer {
  readonly url: string
  readonly host: string
  readonly port: number
  /** Every message that came in. */
  readonly seen: readonly Relayed[]
  meddle: Meddler
  /** What it says of itself after OPEN (`TABCALL-HELLO`); null: nothing, as a stock server. */
  hello: unknown
  /** Delivers a message that nobody sent. */
  inject(message: Relayed): void
  /** Sends an ID a frame that is no message: text, or bytes. */
  injectFrame(id: string, frame: string | Uint8Array): void
  isRegistered(id: string): boolean
  stop(): Promise<void>
}

const honest: Meddler = (message, pass) => pass(message)

export async function startHostileServer(options: HostileServerOptions = {}): Promise<HostileServer> {
  const { host = '127.0.0.1', clockOffMs = 0 } = options
  const http = createServer((_request, response) => {
    const headers = { 'access-control-allow-origin': '*', date: new Date(Date.now() + clockOffMs).toUTCString() }
    response.writeHead(404, headers).end()
  })
  const webSockets = new WebSocketServer({ server: http })
  const sockets = new Map<string, WebSocket>()
  const seen: Relayed[] = []

  const deliver = (message: Relayed): void => {
    const receiver = message.dst === undefined ? undefined : sockets.get(message.dst)
    if (receiver) receiver.send(JSON.stringify(message))
    else if (message.type === 'OFFER') {
      deliver({ type: 'EXPIRE', src: message.dst, dst: message.src, payload: message.payload })
    }
  }
  const port = await listen(http, host, options.port ?? 0)
  const server: HostileServer = {
    url: `http://${host}:${port}/`,
    host,
    port,
    seen,
    meddle: honest,
    hello: null,
    inject: deliver,
    injectFrame: (id, frame) => sockets.get(id)?.send(frame),
    isRegistered: (id) => sockets.has(id),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of webSockets.clients) socket.terminate()
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }

  webSockets.on('connection', (socket, request) => {
    const id = new URL(request.url ?? '/', 'http://server').searchParams.get('id') ?? ''
    sockets.get(id)?.close()
    sockets.set(id, socket)
    socket.send(JSON.stringify({ type: 'OPEN' }))
    if (server.hello !== null) socket.send(JSON.stringify({ type: 'TABCALL-HELLO', payload: server.hello }))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (sockets.get(id) === socket) sockets.delete(id)
    })
    socket.on('message', (data) => {
      const parsed = v.safeParse(MessageSchema, JSON.parse(String(data)))
      if (!parsed.success || parsed.output.type === 'HEARTBEAT') return
      const message = { ...parsed.output, src: id }
      // A Tabcall's question to itself whether it is still heard: meddling with it is only going offline.
      if (message.dst === id) deliver(message)
      else {
        seen.push(message)
        server.meddle(message, deliver)
      }
    })
  })
  return server
}
