import type { CallId, Remote } from '../../call/remote'
import type { Link } from './link'
import { MessageLog } from './messageLog'

/** A redial is given this long before another is made beside it: on a loaded machine each one slows down all. */
const REDIAL_PATIENCE_MS = 1_500

/** The same for one that is not answered yet: its offer may be lost. */
const UNANSWERED_PATIENCE_MS = 800

/** An offer that came in and is not answered (yet). */
export interface HeldOffer {
  readonly connectionId: string
  readonly callId: CallId
  readonly remote: Remote
  /** The server's message, as it is given to PeerJS on answer, and what came after it. */
  readonly message: unknown
  readonly later: unknown[]
  /** The offer's signature, which the answer's proof is bound to; null for a plain client. */
  readonly signature: string | null
}

/** All that one call has of connections. */
export interface CallEntry {
  readonly remote: Remote
  readonly links: Set<Link>
  readonly held: Map<string, HeldOffer>
  current: Link | null
  /** The current line is down. */
  lost: boolean
  readonly log: MessageLog
  /** The redial that was last sent through a server that heard it, as far as is known. */
  redial: { readonly at: number; link: Link | null } | null
  /** Both have agreed: nothing of it is held back any more. */
  released: boolean
  closed: boolean
}

export function makeCallEntry(remote: Remote): CallEntry {
  return {
    remote,
    links: new Set(),
    held: new Map(),
    current: null,
    lost: false,
    log: new MessageLog(),
    redial: null,
    released: false,
    closed: false,
  }
}

/** Whether a redial that was sent a moment ago may still come to something. */
export function isRedialUnderWay({ redial }: CallEntry, now: number): boolean {
  if (redial === null || (redial.link !== null && redial.link.state !== 'opening')) return false
  return now - redial.at < (redial.link?.answered === true ? REDIAL_PATIENCE_MS : UNANSWERED_PATIENCE_MS)
}
