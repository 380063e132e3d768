import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A UDP port on this machine that counts what comes to it. */
export interface Trap {
  readonly port: number
  readonly packets: number
  close(): void
}

export async function openTrap(onFirst: () => void = () => undefined): Promise<Trap> {
  const socket = createSocket('udp4')
  let packets = 0
  socket.on('message', () => {
    packets += 1
    if (packets === 1) onFirst()
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  return {
    port,
    get packets() {
      return packets
    },
    close: () => void socket.close(),
  }
}
