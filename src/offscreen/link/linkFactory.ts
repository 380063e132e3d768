import type { CallId, Remote } from '../../call/remote'
import { type Signer, signAnswer, signControl, signOffer } from '../../identity/proof'
import type { Gate } from '../../protocol/gate'
import type { OutgoingMessage, Registration } from '../signaling/registration'
import type { HeldOffer } from './callEntry'
import type { Certificate, CertificateStock } from './certificates'
import type { Link } from './link'
import { PlainLink } from './plainLink'
import { TabcallConnection } from './tabcallConnection'
import { TabcallLink } from './tabcallLink'

export type Purpose = 'ring' | 'resume'

/** The gate's book of which connections are ours. */
export type ConnectionBook = Pick<Gate, 'expectAnswer' | 'close'>

export interface LinkFactoryDeps {
  readonly signer: Signer
  readonly certificates: CertificateStock
  readonly book: ConnectionBook
  /** The registration by which this person is signaled to. */
  readonly registration: (remoteId: string) => Registration | null
  /** Resolves when that registration stands, or will not within a few seconds. */
  readonly registered: (remoteId: string) => Promise<void>
  readonly configuration: (remote: Remote) => RTCConfiguration
  readonly isContact: (id: string) => boolean
  /** This person's own words for themselves. */
  readonly displayName: () => string
  /** One sound and one picture track for a plain client: it cannot be given more later. */
  readonly plainStream: () => MediaStream
  readonly randomId: () => string
  readonly now: () => number
}

/** What is held back until the stranger on the other side has accepted: our candidates, and their answer (rule 3). */
interface Held {
  readonly remoteId: string
  readonly outgoing: OutgoingMessage[]
  readonly incoming: unknown[]
}

/** Makes connections through PeerJS, with proofs, and lets nothing of an address out before it may. */
export class LinkFactory {
  #deps: LinkFactoryDeps
  #held = new Map<string, Held>()
  #answerProofs = new Map<string, { readonly publicKey: string; readonly signature: string }>()

  constructor(deps: LinkFactoryDeps) {
    this.#deps = deps
  }

  /** Calls somebody. Null where there is no registration to call through. */
  async dial(
    callId: CallId,
    remote: Remote,
    options: { readonly purpose: Purpose; readonly camera: boolean },
  ): Promise<Link | null> {
    if (options.purpose === 'ring') await this.#deps.registered(remote.id)
    if (remote.kind === 'plain') return this.#dialPlain(callId, remote)
    const { signer, certificates, book, randomId } = this.#deps
    const connectionId = randomId()
    const certificate = await certificates.take()
    const claim = {
      calleeId: remote.id,
      callId,
      connectionId,
      purpose: options.purpose,
      time: this.#deps.now(),
      camera: options.camera,
      name: this.#deps.displayName(),
    }
    const signature = await signOffer(signer, claim, certificate.fingerprint)
    const peer = this.#configuredPeer(remote, certificate)
    if (peer === null) return null
    const { purpose, time, camera, name } = claim
    const metadata = { tabcall: 1, callId, purpose, time, camera, name, publicKey: signer.publicKey, signature }
    if (!book.expectAnswer({ connectionId, remote, callId, offerSignature: signature })) return null
    if (options.purpose === 'ring' && !this.#deps.isContact(remote.id))
      this.#held.set(connectionId, { remoteId: remote.id, outgoing: [], incoming: [] })
    const settings = { connectionId, label: 'tabcall', reliable: true, serialization: 'raw', metadata }
    const connection = peer.connect(remote.id, settings)
    return connection instanceof TabcallConnection ? this.#tabcallLink(connection) : null
  }

  /** Answers an offer that the gate let through. Null where PeerJS made nothing of it. */
  async answer(offer: HeldOffer): Promise<Link | null> {
    const { signer, certificates } = this.#deps
    const certificate = await certificates.take()
    if (offer.signature !== null) {
      const { callId, connectionId } = offer
      const claim = { callerId: offer.remote.id, callId, connectionId, offerSignature: offer.signature }
      const signature = await signAnswer(signer, claim, certificate.fingerprint)
      this.#answerProofs.set(connectionId, { publicKey: signer.publicKey, signature })
    }
    const peer = this.#configuredPeer(offer.remote, certificate)
    const registration = this.#deps.registration(offer.remote.id)
    if (peer === null || registration === null) return null
    let link: Link | null = null
    // PeerJS emits one of the two while it is given the offer; the gate has checked which it may be.
    peer.once('connection', (connection) => {
      if (!(connection instanceof TabcallConnection)) return
      // A cold call: its candidates wait over there for our answer, so ours are known first (half a round trip).
      if (!this.#deps.isContact(offer.remote.id) && offer.later.length === 0) connection.answerPassively()
      link = this.#tabcallLink(connection)
    })
    peer.once('call', (connection) => {
      connection.answer(this.#deps.plainStream())
      link = new PlainLink(connection)
    })
    for (const message of [offer.message, ...offer.later]) registration.deliver(message)
    peer.removeAllListeners('connection')
    peer.removeAllListeners('call')
    return link
  }

  /** Both have agreed: what was held back goes its way. */
  release(connectionId: string): void {
    const held = this.#held.get(connectionId)
    if (held === undefined) return
    this.#held.delete(connectionId)
    const registration = this.#deps.registration(held.remoteId)
    for (const message of held.incoming) registration?.deliver(message)
    for (const message of held.outgoing) registration?.send(message)
  }

  /** An answer or candidate that the gate let through. */
  deliver(remoteId: string, connectionId: string, message: unknown): void {
    const held = this.#held.get(connectionId)
    if (held !== undefined) held.incoming.push(message)
    else this.#deps.registration(remoteId)?.deliver(message)
  }

  forget(connectionId: string): void {
    this.#held.delete(connectionId)
    this.#answerProofs.delete(connectionId)
    this.#deps.book.close(connectionId)
  }

  /** A signed control message through the server; unheard where there is no registration. */
  async signal(remoteId: string, connectionId: string, body: string): Promise<void> {
    const { signer } = this.#deps
    const signature = await signControl(signer, { toId: remoteId, body })
    const tabcall = { body, publicKey: signer.publicKey, signature }
    this.#deps
      .registration(remoteId)
      ?.send({ type: 'CANDIDATE', dst: remoteId, payload: { type: 'data', connectionId, tabcall } })
  }

  /** What PeerJS wants to send by itself: answers get their proof, a cold call's candidates wait. */
  outgoing(message: OutgoingMessage): OutgoingMessage | null {
    const { payload } = message
    if (typeof payload !== 'object' || payload === null || !('connectionId' in payload)) return message
    const { connectionId } = payload
    if (typeof connectionId !== 'string') return message
    if (message.type === 'ANSWER') {
      const proof = this.#answerProofs.get(connectionId)
      return proof === undefined ? message : { ...message, payload: { ...payload, proof } }
    }
    const held = message.type === 'CANDIDATE' ? this.#held.get(connectionId) : undefined
    if (held === undefined) return message
    held.outgoing.push(message)
    return null
  }

  #tabcallLink(connection: TabcallConnection): Link {
    return new TabcallLink(connection, () => this.#deps.registration(connection.peer)?.refreshForCall())
  }

  #dialPlain(callId: CallId, remote: Remote): Link | null {
    const peer = this.#configuredPeer(remote, null)
    if (peer === null) return null
    const connection = peer.call(remote.id, this.#deps.plainStream())
    this.#deps.book.expectAnswer({ connectionId: connection.connectionId, remote, callId, offerSignature: null })
    return new PlainLink(connection)
  }

  /** The Peer, set for the next connection alone: PeerJS has one configuration for all (rule 7). */
  #configuredPeer(remote: Remote, certificate: Certificate | null): Registration['peer'] {
    const peer = this.#deps.registration(remote.id)?.peer ?? null
    if (peer === null) return null
    const configuration = this.#deps.configuration(remote)
    peer.options.config = certificate === null ? configuration : { ...configuration, certificates: [certificate.certificate] }
    return peer
  }
}
