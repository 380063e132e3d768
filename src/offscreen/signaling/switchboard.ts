import type { Registration } from './registration'

/** A call that is over may still have a last word to say at the other server. */
const LINGER_MS = 35_000

/** What is done with registrations here. */
type Line = Pick<Registration, 'close' | 'refreshForCall' | 'networkChanged'>

export interface SwitchboardDeps<R extends Line> {
  /** Registers this identity at a server. */
  readonly register: (server: string) => R
  /** The server that somebody is known to be at, if it is another than usual. */
  readonly serverOf: (remoteId: string) => string | null
}

interface Away<R> {
  readonly registration: R
  readonly server: string
  readonly remoteId: string
  closing: ReturnType<typeof setTimeout> | undefined
}

/**
 * By which server each person is reached: nearly always the one that this browser is registered at; somebody whose
 * invitation names another is called through a second registration there, which lives as long as the call.
 */
export class Switchboard<R extends Line = Registration> {
  #deps: SwitchboardDeps<R>
  #home: R
  #homeServer: string
  #away: Away<R> | null = null

  constructor(server: string, deps: SwitchboardDeps<R>) {
    this.#deps = deps
    this.#homeServer = server
    this.#home = deps.register(server)
  }

  /** Where others find this identity. */
  get home(): R {
    return this.#home
  }

  move(server: string): void {
    this.#home.close()
    this.#homeServer = server
    this.#home = this.#deps.register(server)
  }

  /** Before calling somebody: a registration at the server where they are. */
  reach(remoteId: string): void {
    const meant = this.#deps.serverOf(remoteId) ?? this.#homeServer
    const away = this.#away
    if (away !== null && away.remoteId === remoteId && away.server === meant) {
      clearTimeout(away.closing)
      away.closing = undefined
      return
    }
    this.#closeAway()
    if (meant === this.#homeServer) return
    this.#away = { registration: this.#deps.register(meant), server: meant, remoteId, closing: undefined }
  }

  /** The registration by which this person is signaled to. */
  towards(remoteId: string): R {
    return this.#away?.remoteId === remoteId ? this.#away.registration : this.#home
  }

  serverTowards(remoteId: string): string {
    return this.#away?.remoteId === remoteId ? this.#away.server : this.#homeServer
  }

  /** No call needs the second registration any more. */
  release(): void {
    const away = this.#away
    if (away === null || away.closing !== undefined) return
    away.closing = setTimeout(() => {
      if (this.#away === away) this.#closeAway()
    }, LINGER_MS)
  }

  /** Whether what a registration brings counts: the second one is there for one person's sake, and for nobody else's. */
  mayPass(registration: R, message: unknown): boolean {
    if (registration !== this.#away?.registration) return true
    const isRelayed = typeof message === 'object' && message !== null && 'src' in message
    return !isRelayed || message.src === this.#away.remoteId
  }

  refreshForCall(): void {
    this.#home.refreshForCall()
    this.#away?.registration.refreshForCall()
  }

  networkChanged(): void {
    this.#home.networkChanged()
    this.#away?.registration.networkChanged()
  }

  #closeAway(): void {
    clearTimeout(this.#away?.closing)
    this.#away?.registration.close()
    this.#away = null
  }
}
