import type { OfferEvent } from '../../call/event'
import type { GateEvent } from '../../protocol/gateEvent'
import type { Settings } from '../../settings/settings'
import type { CallLinks } from '../link/callLinks'
import type { Purpose } from '../link/linkFactory'
import type { Absence } from './absence'
import type { Acquaintances } from './acquaintances'

export interface IncomingOffersDeps {
  readonly absence: Pick<Absence, 'turnAway'>
  readonly closeConnection: (connectionId: string) => void
  readonly links: CallLinks
  readonly acquaintances: Acquaintances
  readonly settings: () => Settings
  /** Whether it is of the call that goes on now, or of whom this side is calling: that is let in whoever may ring. */
  readonly isAwaited: (callId: string, remoteId: string) => boolean
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
  const admission = deps.isAwaited(callId, remote.id) ? 'ring' : acquaintances.admission(remote.id, deps.settings(), deps.now())
  if (admission === 'turnAway') {
    // Blocked while the proof was being checked; all others are turned away before.
    deps.closeConnection(connectionId)
    deps.absence.turnAway({ from: remote.id, isOffer: true, connectionId })
    return
  }
  if (offer.kind === 'offer') acquaintances.heardName(remote.id, offer.claimedName)
  links.hold({ connectionId, callId, remote, message, later: [], signature: details.signature })
  const contact = remote.kind === 'tabcall' && acquaintances.isContact(remote.id)
  const { startWithCamera, previewCamera } = deps.settings()
  deps.dispatch({
    type: 'offer',
    callId,
    connectionId,
    remote,
    remoteWithCamera: details.camera,
    temperature: contact ? 'warm' : 'cold',
    admission,
    preview: contact && startWithCamera && previewCamera,
    purpose: details.purpose,
  })
}
