import type { Peer } from 'peerjs'
import { WebSocket } from 'ws'

/**
 * PeerJS itself, registered at a server. It wants a browser's WebSocket, and it is told that there are data channels:
 * only its signaling is of use here.
 */
export async function openPeerJs(url: string, id: string): Promise<Peer> {
  Object.assign(globalThis, { WebSocket })
  const { Peer, util } = await import('peerjs')
  util.supports.data = true
  const { hostname, port } = new URL(url)
  const peer = new Peer(id, { host: hostname, port: Number(port), path: '/', secure: false, config: { iceServers: [] } })
  await new Promise((resolve, reject) => {
    peer.once('open', resolve)
    peer.once('error', reject)
  })
  return peer
}
