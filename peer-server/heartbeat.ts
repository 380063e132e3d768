import type { Session } from './session.ts'

/**
 * Asks every client for a sign of life, and cuts off those that gave none since the last time. PeerServer's own check
 * takes 90 s to see that a laptop was closed, and drops live pages whose timers the browser holds back; a WebSocket
 * ping is answered by the browser itself.
 * @param periodMs a dead client is noticed after one to two of these.
 */
export function startHeartbeat(sessions: ReadonlyMap<string, Session>, periodMs: number): { stop(): void } {
  const timer = setInterval(() => {
    for (const session of sessions.values()) {
      if (session.isAlive) {
        session.isAlive = false
        session.socket.ping()
      } else session.socket.terminate()
    }
  }, periodMs)
  return { stop: () => clearInterval(timer) }
}
