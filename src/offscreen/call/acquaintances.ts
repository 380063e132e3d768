import type { Remote } from '../../call/remote'
import type { Party } from '../../messaging/snapshot'
import type { Person } from '../../people/people'
import { sanitizeName } from '../../protocol/text'
import type { Settings } from '../../settings/settings'

/** How an offer of this caller is received. `turnAway`: answered as if nobody were here. */
export type Admission = 'ring' | 'silent' | 'turnAway'

/** Who is known here, and what may ring. Told by the background, which keeps it. */
export class Acquaintances {
  #people = new Map<string, Person>()
  #claimedNames = new Map<string, string>()
  /** Servers of the invitations dialled since this document began. */
  #invited = new Map<string, string>()
  #home = ''

  /** `home`: one's own signaling server. */
  configure(people: readonly Person[], home: string): void {
    const before = this.#people
    this.#people = new Map(people.map((person) => [person.id, person]))
    this.#home = home
    // A server that was kept just now is newer than any invitation dialled before.
    for (const { id, server } of people) if (server !== before.get(id)?.server) this.#invited.delete(id)
  }

  /** Somebody is called by an invitation that names a server. */
  invited(id: string, server: string): void {
    this.#invited.set(id, server)
  }

  isContact(id: string): boolean {
    const person = this.#people.get(id)
    return person?.contact === true && !person.blocked
  }

  /** For the server, so that it can answer for us that we are not there. */
  get blockedIds(): readonly string[] {
    return [...this.#people.values()].filter((person) => person.blocked).map((person) => person.id)
  }

  /** Whom "contacts only" lets through. */
  get contactIds(): readonly string[] {
    return [...this.#people.keys()].filter((id) => this.isContact(id))
  }

  /** The signaling server they are at, where it is known to be another than one's own. */
  serverOf(id: string): string | null {
    const server = this.#invited.get(id) ?? this.#people.get(id)?.server
    return server === undefined || server === this.#home ? null : server
  }

  admission(id: string, settings: Pick<Settings, 'whoMayRing' | 'doNotDisturbUntil'>, now: number): Admission {
    if (this.#people.get(id)?.blocked === true) return 'turnAway'
    if (settings.whoMayRing === 'contacts' && !this.isContact(id)) return 'turnAway'
    return settings.doNotDisturbUntil > now ? 'silent' : 'ring'
  }

  /** Their own words for themselves, for as long as this document lives. */
  heardName(id: string, name: string): void {
    const tamed = sanitizeName(name)
    if (tamed === '') this.#claimedNames.delete(id)
    else this.#claimedNames.set(id, tamed)
  }

  party(remote: Remote): Party {
    const person = this.#people.get(remote.id)
    return {
      remote,
      name: person !== undefined && person.name !== '' ? person.name : null,
      claimedName: this.#claimedNames.get(remote.id) ?? null,
      server: this.serverOf(remote.id),
      contact: person?.contact ?? false,
      compared: person?.compared ?? false,
      verified: remote.kind === 'tabcall',
    }
  }
}
