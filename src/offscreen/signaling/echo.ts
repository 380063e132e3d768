/**
 * A message to oneself through the server. Every PeerServer relays a CANDIDATE to any registered ID, one's own
 * included, so its return proves in one round trip that the socket lives and the ID is ours: PeerServer has no
 * answer to a heartbeat, and gives no event on a reconnect with the same token.
 */
export interface EchoMessage {
  readonly type: 'CANDIDATE'
  readonly dst: string
  readonly payload: { readonly type: 'data'; readonly connectionId: 'echo'; readonly echo: string }
}

export function makeEcho(ownId: string, nonce: string): EchoMessage {
  return { type: 'CANDIDATE', dst: ownId, payload: { type: 'data', connectionId: 'echo', echo: nonce } }
}

/** The nonce of an echo that came back, or null for any other message. */
export function readEcho(message: unknown, ownId: string): string | null {
  if (!isRecord(message) || message.type !== 'CANDIDATE' || message.src !== ownId || !isRecord(message.payload)) return null
  const { connectionId, echo } = message.payload
  return connectionId === 'echo' && typeof echo === 'string' ? echo : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
