import type { Remote } from '../call/remote'
import type { PlainAnswer, TabcallAnswer } from './answer'
import type { Candidate } from './candidate'
import type { ControlBody } from './control'
import type { OfferMetadata, PlainOffer, TabcallOffer } from './offer'
import type { ServerHello } from './serverMessage'

/** A message that has been vetted, made anew from what was understood of it: the only kind that PeerJS ever sees. */
export type PeerJsMessage =
  | { readonly type: 'OFFER'; readonly src: string; readonly payload: TabcallOffer | PlainOffer }
  | { readonly type: 'ANSWER'; readonly src: string; readonly payload: TabcallAnswer | PlainAnswer }
  | { readonly type: 'CANDIDATE'; readonly src: string; readonly payload: Candidate }
  | { readonly type: 'OPEN' | 'ID-TAKEN' | 'INVALID-KEY' }
  | { readonly type: 'ERROR'; readonly payload: { readonly msg: string } }

/** What the server says for itself. */
export type ServerNotice =
  | { readonly type: 'open' }
  | { readonly type: 'idTaken' }
  | { readonly type: 'invalidKey' }
  /** `text` is for the log, never for people. */
  | { readonly type: 'error'; readonly text: string }
  | { readonly type: 'hello'; readonly hello: ServerHello }
  /** The same identity was registered from elsewhere. */
  | { readonly type: 'takenOver' }

export type Refusal =
  | 'malformed'
  | 'tooLarge'
  | 'unknownType'
  /** A Tabcall of a later version. */
  | 'version'
  /** An id that is none, or only looks like a Tabcall ID. */
  | 'sender'
  /** From one's own ID, or for somebody else. */
  | 'self'
  /** Of a connection that is not live, or of somebody else's. */
  | 'unknownConnection'
  /** A second offer, answer, or word of the server on one connection. */
  | 'repeated'
  /** A call that has rung before, a ring of another day, or a redial of a call that is not live. */
  | 'replayed'
  | 'proof'
  | 'rate'
  | 'full'
  /** A data connection of a plain client. */
  | 'plainData'
  /** PeerJS would end the call at it. */
  | 'leave'

/** A verdict. Everything but `refused` has passed every check there is. */
export type GateEvent =
  /** Proved to be from this ID. `claimedName` is fit to be shown, as the caller's own words. */
  | {
      readonly kind: 'offer'
      readonly from: Remote
      readonly connectionId: string
      readonly metadata: OfferMetadata
      readonly claimedName: string
      readonly message: PeerJsMessage
    }
  | { readonly kind: 'plainOffer'; readonly from: Remote; readonly connectionId: string; readonly message: PeerJsMessage }
  /** `publicKey` is null with a plain client, who proves nothing. */
  | {
      readonly kind: 'answer'
      readonly from: Remote
      readonly connectionId: string
      readonly callId: string
      readonly publicKey: string | null
      readonly message: PeerJsMessage
    }
  | { readonly kind: 'candidate'; readonly from: Remote; readonly connectionId: string; readonly message: PeerJsMessage }
  /** Proved to be from this ID, and of this connection's call. May be a repeat: ask the call's `BoundedSet`. */
  | { readonly kind: 'control'; readonly from: Remote; readonly connectionId: string; readonly body: ControlBody }
  /** Somebody, most likely the server, passes for `from`. The connection is closed here already. */
  | {
      readonly kind: 'identityMismatch'
      readonly direction: 'outgoing' | 'incoming'
      readonly from: Remote
      readonly connectionId: string
      readonly callId: string
    }
  /** Nobody is there under that ID. */
  | { readonly kind: 'expired'; readonly id: string; readonly connectionId: string }
  /** The server says in their place that they are in another call. */
  | { readonly kind: 'busy'; readonly id: string; readonly connectionId: string }
  /** `message` is what PeerJS must see of it, if anything. */
  | { readonly kind: 'server'; readonly notice: ServerNotice; readonly message: PeerJsMessage | null }
  | { readonly kind: 'refused'; readonly why: Refusal }
