import type { OfferEvent } from '../../call/event'
import type { GateEvent } from '../../protocol/gateEvent'
import type { Settings } from '../../settings/settings'
import type { CallLinks } from '../link/callLinks'
import type { Purpose } from '../link/linkFactory'
import type { OutgoingMessage } from '../signaling/registration'
import type { Acquaintances } from './acquaintances'

/** A stock server says after 5 s that nobody is there; whoever is turned away hears it from us about then. */
const STOCK_EXPIRE_MS = 5_000
const STOCK_EXPIRE_SPREAD_MS = 1_000

export interface IncomingOffersDeps extends TurnAwayDeps {
  readonly links: CallLinks
  readonly acquaintances: Acquaintances
  readonly settings: () => Settings
  /** Whether it is the call that goes on now: what belongs to that is let in whoever may ring. */
  readonly isLiveCall: (callId: string, remoteId: string) => boolean
  readonly dispatch: (event: OfferEvent) => void
  readonly now: () => number
}

export interface TurnAwayDeps {
  readonly localId: string
  /** Through the server where we are registered. */
  readonly send: (message: OutgoingMessage) => void
  /** Whether this server says at once that nobody is there. */
  readonly expiresAtOnce: () => boolean
  readonly closeConnection: (connectionId: string) => void
  readonly random: () => number
}

const RING: Purpose = 'ring'

type Offer = Extract<GateEvent, { kind: 'offer' | 'plainOffer' }>

/** Receives proved offers: holds them, and decides whether they ring, ring silently or find nobody here. */
export function receiveOffer(offer: Offer, deps: IncomingOffersDeps): void {
  const { links, acquaintances } = deps
  const { connectionId, from: remote, message } = offer
  const details =
    offer.kind === 'offer'
      ? {
          callId: offer.metadata.callId,
          camera: offer.metadata.camera,
          purpose: offer.metadata.purpose,
          signature: offer.metadata.signature,
        }
      : { callId: `plain-${connectionId}`, camera: true, purpose: RING, signature: null }
  const { callId } = details
  const known = deps.isLiveCall(callId, remote.id)
  const admission = known ? 'ring' : acquaintances.admission(remote.id, deps.settings(), deps.now())
  if (admission === 'turnAway') {
    turnAway(offer, deps)
    return
  }
  if (offer.kind === 'offer') acquaintances.heardName(remote.id, offer.claimedName)
  links.hold({ connectionId, callId, remote, message, later: [], signature: details.signature })
  deps.dispatch({
    type: 'offer',
    callId,
    connectionId,
    remote,
    remoteWithCamera: details.camera,
    temperature: remote.kind === 'tabcall' && acquaintances.isContact(remote.id) ? 'warm' : 'cold',
    admission,
    purpose: details.purpose,
  })
}

/**
 * As if nobody were here: letter for letter in the words of the server, and at its time. On our own server it is rarely
 * needed, since that one turns them away itself (`doorkeeper.ts`).
 */
export function turnAway(offer: Pick<Offer, 'connectionId' | 'from'>, deps: TurnAwayDeps): void {
  const { connectionId, from } = offer
  deps.closeConnection(connectionId)
  const ours = deps.expiresAtOnce()
  const expire = { type: 'EXPIRE', src: deps.localId, dst: from.id, ...(ours ? { payload: { connectionId } } : {}) }
  const pause = ours ? 0 : STOCK_EXPIRE_MS + STOCK_EXPIRE_SPREAD_MS * deps.random()
  setTimeout(() => deps.send(expire), pause)
}
