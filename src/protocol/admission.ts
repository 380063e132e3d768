import type { Remote } from '../call/remote'
import {
  MAX_CHECKS_PER_ID,
  MAX_CHECKS_PER_ID_PER_WINDOW,
  MAX_CONNECTIONS_OF_CALL,
  MAX_CONNECTIONS_PER_ID,
  MAX_CONTACT_CHECKS,
  MAX_CONTACT_RINGS,
  MAX_INCOMING_CONNECTIONS,
  MAX_LIVE_CONNECTIONS,
  MAX_RESUMES,
  MAX_RINGS_PER_ID,
  MAX_STRANGER_CHECKS,
  MAX_STRANGER_CHECKS_PER_WINDOW,
  MAX_STRANGER_CONNECTIONS,
  MAX_STRANGER_RINGS,
  RATE_WINDOW_MS,
} from './limits'
import { KeyedRateLimit, RateLimit } from './rates'

/** What admission needs to know of the connections there are. */
export interface Occupant {
  readonly remote: Remote
  readonly direction: 'outgoing' | 'incoming'
  /** Its offer's proof is being checked: it holds nothing yet. */
  readonly checking: boolean
}

type Room = 'rate' | 'full' | null

/**
 * How many offers are let through, and from whom: the one place for rates and numbers of connections.
 * Contacts have room of their own, which no number of strangers takes. A plain client proves nothing, so it is
 * a stranger here even under a contact's id. Every answer but null is why not.
 */
export class Admission {
  readonly #ringsOfId = new KeyedRateLimit(MAX_RINGS_PER_ID, RATE_WINDOW_MS, MAX_STRANGER_RINGS + MAX_CONTACT_RINGS)
  readonly #strangerRings = new RateLimit(MAX_STRANGER_RINGS, RATE_WINDOW_MS)
  readonly #contactRings = new RateLimit(MAX_CONTACT_RINGS, RATE_WINDOW_MS)
  readonly #resumes = new RateLimit(MAX_RESUMES, RATE_WINDOW_MS)
  readonly #strangerChecks = new RateLimit(MAX_STRANGER_CHECKS_PER_WINDOW, RATE_WINDOW_MS)
  readonly #checksOfId = new KeyedRateLimit(
    MAX_CHECKS_PER_ID_PER_WINDOW,
    RATE_WINDOW_MS,
    MAX_CONTACT_RINGS + MAX_STRANGER_CHECKS_PER_WINDOW,
  )

  constructor(
    readonly occupants: () => readonly Occupant[],
    readonly isContact: (id: string) => boolean,
  ) {}

  /** Whether the proof of an offer that says it is from `remote` may be checked now. Counts the check. */
  check(remote: Remote, isAwaited: boolean, now: number): Room {
    const known = isAwaited || this.#isKnown(remote)
    const checking = this.occupants().filter((occupant) => occupant.checking)
    if (checking.filter((occupant) => occupant.remote.id === remote.id).length >= MAX_CHECKS_PER_ID) return 'full'
    const sameRoom = checking.filter((occupant) => this.#isKnown(occupant.remote) === known)
    if (sameRoom.length >= (known ? MAX_CONTACT_CHECKS : MAX_STRANGER_CHECKS)) return 'full'
    // A stranger whom no ring would be granted is not worth a check.
    if (!isAwaited && !this.#ringFits(remote, now)) return 'rate'
    if (!known && !this.#strangerChecks.take(now)) return 'rate'
    return this.#checksOfId.take(remote.id, now) ? null : 'rate'
  }

  /** Whether a new ring of `remote`, proved where it can be, is let through. Counts it. */
  ring(remote: Remote, now: number): Room {
    if (!this.#ringFits(remote, now)) return 'rate'
    if (!this.#connectionFits(remote, this.#isKnown(remote), MAX_CONNECTIONS_PER_ID)) return 'full'
    this.#ringsOfId.take(remote.id, now)
    this.#roomFor(remote).take(now)
    return null
  }

  /** The same for a redial of the live call, or of whom we are calling. It is no ring, and its sender is known whether a contact or not. */
  resume(remote: Remote, now: number): Room {
    if (!this.#connectionFits(remote, true, MAX_CONNECTIONS_OF_CALL)) return 'full'
    return this.#resumes.take(now) ? null : 'rate'
  }

  /** Whether one more connection of one's own fits. */
  dial(): Room {
    return this.#live().length < MAX_LIVE_CONNECTIONS ? null : 'full'
  }

  #connectionFits(remote: Remote, known: boolean, most: number): boolean {
    const live = this.#live()
    const incoming = live.filter((occupant) => occupant.direction === 'incoming')
    if (live.length >= MAX_LIVE_CONNECTIONS || incoming.length >= MAX_INCOMING_CONNECTIONS) return false
    if (incoming.filter((occupant) => occupant.remote.id === remote.id).length >= most) return false
    return known || incoming.filter((occupant) => !this.#isKnown(occupant.remote)).length < MAX_STRANGER_CONNECTIONS
  }

  #ringFits(remote: Remote, now: number): boolean {
    return this.#roomFor(remote).allows(now) && this.#ringsOfId.allows(remote.id, now)
  }

  #roomFor(remote: Remote): RateLimit {
    return this.#isKnown(remote) ? this.#contactRings : this.#strangerRings
  }

  #isKnown(remote: Remote): boolean {
    return remote.kind === 'tabcall' && this.isContact(remote.id)
  }

  #live(): readonly Occupant[] {
    return this.occupants().filter((occupant) => !occupant.checking)
  }
}
