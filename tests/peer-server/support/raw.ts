import { randomBytes } from 'node:crypto'
import { get } from 'node:http'
import type { Duplex } from 'node:stream'

/** Registers an id, and hands over the bare connection: nothing answers pings or closes there. */
export function openRaw(url: string, id: string, extra: Readonly<Record<string, string>> = {}): Promise<Duplex> {
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...extra,
  }
  return new Promise((resolve, reject) => {
    const request = get(`${url}peerjs?key=peerjs&id=${id}&token=t`, { headers })
    request.once('upgrade', (_response, socket) => resolve(socket))
    request.once('response', (response) => reject(new Error(`Refused with ${response.statusCode}`)))
    request.once('error', reject)
  })
}
