import type { OfferEvent } from '../../call/event'
import type { GateEvent } from '../../protocol/gateEvent'
import type { Settings } from '../../settings/settings'
import type { CallLinks } from '../link/callLinks'
import type { Purpose } from '../link/linkFactory'
import type { Absence } from './absence'
import type { Acquaintances } from './acquaintances'

export interface IncomingOffersDeps {
  readonly absence: Absence
  readonly links: CallLinks
  readonly acquaintances: Acquaintances
  readonly settings: () => Settings
  /** Whether it is the call that goes on now: what belongs to that is let in whoever may ring. */
  readonly isLiveCall: (callId: string, remoteId: string) => boolean
  readonly dispatch: (event: OfferEvent) => void
  readonly now: () => number
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
    deps.absence.turnAway(offer)
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
