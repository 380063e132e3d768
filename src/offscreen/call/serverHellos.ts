import { allowedIceServers } from '../../protocol/serverIce'
import type { ServerHello } from '../../protocol/serverMessage'

/** What each signaling server said of itself. */
export class ServerHellos {
  #hellos = new Map<string, ServerHello>()

  note(server: string, hello: ServerHello): void {
    this.#hellos.set(server, hello)
  }

  forget(server: string): void {
    this.#hellos.delete(server)
  }

  /** Whether it says that it does something that a stock server does not. */
  has(server: string, feature: string): boolean {
    return this.#hellos.get(server)?.features.includes(feature) ?? false
  }

  /** The servers it offers for finding a way, as far as they are allowed. */
  iceServers(server: string): RTCIceServer[] {
    return allowedIceServers(this.#hellos.get(server)?.iceServers ?? [], server).map(({ urls, username, credential }) => ({
      urls,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    }))
  }
}
