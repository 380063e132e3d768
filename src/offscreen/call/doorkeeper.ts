import type { Settings } from '../../settings/settings'
import type { OutgoingMessage } from '../signaling/registration'
import type { Acquaintances } from './acquaintances'
import { type DoorList, makeBlockList } from './blockList'
import { MAX_LISTED } from './idList'

/** What the server can do for us, of `TABCALL-HELLO`. */
const BLOCKS = 'blocks'
const CONTACTS_ONLY = 'contacts-only'

export interface DoorkeeperDeps {
  readonly acquaintances: Acquaintances
  readonly settings: () => Pick<Settings, 'whoMayRing'>
  /** The other side of the call that goes on: it may redial that call, whoever may ring. */
  readonly liveRemote: () => string | null
  readonly send: (message: OutgoingMessage) => void
}

/**
 * Tells our own server whom to turn away in our place, so that nothing of them reaches this browser and nobody can
 * tell it from an absent one. Says it again whenever it has changed.
 */
export class Doorkeeper {
  #deps: DoorkeeperDeps
  #features: readonly string[] = []
  #told = ''
  #turn = 0

  constructor(deps: DoorkeeperDeps) {
    this.#deps = deps
  }

  /** A server that has just registered us, by what it can do; it knows nothing of us yet. */
  serve(features: readonly string[]): void {
    this.#features = features
    this.#told = ''
    void this.update()
  }

  async update(): Promise<void> {
    if (!this.#features.includes(BLOCKS)) return
    const list = this.#list()
    const text = JSON.stringify(list)
    if (text === this.#told) return
    this.#told = text
    this.#turn += 1
    const turn = this.#turn
    const message = await makeBlockList(list)
    // Hashing a long list takes longer than a short one: only the newest may arrive.
    if (turn === this.#turn) this.#deps.send(message)
  }

  #list(): DoorList {
    const { acquaintances, settings, liveRemote } = this.#deps
    if (settings().whoMayRing === 'contacts' && this.#features.includes(CONTACTS_ONLY)) {
      const live = liveRemote()
      const ids = [...acquaintances.contactIds, ...(live === null ? [] : [live])]
      if (ids.length <= MAX_LISTED) return { kind: 'allow', ids }
    }
    return { kind: 'block', ids: acquaintances.blockedIds }
  }
}
