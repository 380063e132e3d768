import { createSocket, type RemoteInfo, type Socket, type SocketType } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { networkOf, plainAddress } from './address.ts'
import { Buckets, type Rate } from './limits.ts'
import { answerBinding } from './stunMessage.ts'

const PRUNE_MS = 10_000

export interface StunResponder {
  readonly port: number
  close(): Promise<void>
}

/**
 * Tells who asks over UDP by which address they are seen, so that two people behind routers can find each other.
 * Written here because the one library still kept (@msimerson/stun 3.2.1) blocks for 16 ms on one crafted datagram
 * and throws on link-local addresses.
 * @param host to listen on; undefined for all interfaces. @param port 0 for any free one.
 * @throws the bind's error, with its `code`.
 */
export async function startStun(host: string | undefined, port: number, rate: Rate): Promise<StunResponder> {
  const buckets = new Buckets(rate)
  const socket = await bindTo(host, port)
  socket.on('message', (request, source) => respond(socket, buckets, request, source))
  // An ICMP answer to an answer of ours.
  socket.on('error', () => undefined)
  const pruning = setInterval(() => buckets.prune(), PRUNE_MS)
  return {
    port: socket.address().port,
    close: () => {
      clearInterval(pruning)
      return new Promise((resolve) => socket.close(() => resolve()))
    },
  }
}

function respond(socket: Socket, buckets: Buckets, request: Buffer, source: RemoteInfo): void {
  const address = plainAddress(source.address)
  if (source.port === 0) return
  const answer = answerBinding(request, address, source.port)
  // After the parsing: junk must not use up the rate of an address it only pretends to come from.
  if (answer === null || !buckets.take(networkOf(address))) return
  socket.send(answer, source.port, source.address, () => undefined)
}

async function bindTo(host: string | undefined, port: number): Promise<Socket> {
  if (host !== undefined) {
    const { address, family } = await lookup(host)
    return bind(family === 6 ? 'udp6' : 'udp4', address, port)
  }
  try {
    // Takes IPv4 as well.
    return await bind('udp6', '::', port)
  } catch (error) {
    if (!hasNoIPv6(error)) throw error
    return bind('udp4', '0.0.0.0', port)
  }
}

function hasNoIPv6(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL')
}

function bind(type: SocketType, address: string, port: number): Promise<Socket> {
  const socket = createSocket(type)
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close()
      reject(error)
    })
    socket.bind(port, address, () => {
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}
