import * as v from 'valibot'
import type { Remote } from '../call/remote'
import { remoteFromWire } from '../identity/peerId'
import { verifyOffer } from '../identity/proof'
import { Admission } from './admission'
import { type Connection, identityMismatch, makeConnection, type Outcome, refused, vetServerWord } from './connection'
import { AnyConnectionIdSchema } from './fields'
import type { PeerJsMessage, Refusal, ServerNotice } from './gateEvent'
import type { GatePorts, SeenCall } from './gatePorts'
import { Lane } from './lane'
import {
  MAX_CLOCK_DIFFERENCE_MS,
  MAX_LOOSE_CONTROLS,
  MAX_MESSAGES_PER_CONNECTION,
  MAX_MISMATCHES_TOLD,
  MAX_REMEMBERED_CONNECTION_IDS,
  RATE_WINDOW_MS,
} from './limits'
import { parsePlainOffer, parseTabcallOffer, type TabcallOffer } from './offer'
import { toPlainJson } from './plainJson'
import { BoundedSet, RateLimit } from './rates'
import { parseServerMessage, type ServerMessage } from './serverMessage'
import { sanitizeName } from './text'
import { vetAnswer } from './vetAnswer'
import { callOfControl, isControl, vetCandidate, vetControl } from './vetCandidate'

/** A connection of one's own, whose answer is awaited. */
export interface ExpectedAnswer {
  readonly connectionId: string
  readonly remote: Remote
  readonly callId: string
  /** Of the offer's metadata; null with a plain client. */
  readonly offerSignature: string | null
}

const ConnectionNamedSchema = v.object({ connectionId: AnyConnectionIdSchema })

/**
 * The gate in front of PeerJS (rule 6). Whatever the server sends goes in as it came; out come verdicts. Each
 * connection has a queue of its own: while a signature is checked, its later messages wait, and those of others do not.
 * Within a connection verdicts come in the order of the messages, but for candidates that are ahead of their
 * description: they come right after it. Never throws, whatever comes in; memory is bounded by `limits.ts`.
 */
export class Gate {
  readonly #connections = new Map<string, Connection>()
  readonly #usedConnectionIds = new BoundedSet(MAX_REMEMBERED_CONNECTION_IDS)
  readonly #mismatches = new RateLimit(MAX_MISMATCHES_TOLD, RATE_WINDOW_MS)
  readonly #looseControls = new RateLimit(MAX_LOOSE_CONTROLS, RATE_WINDOW_MS)
  readonly #looseLane = new Lane()
  readonly #admission: Admission
  readonly #ports: GatePorts

  constructor(ports: GatePorts) {
    this.#ports = ports
    this.#admission = new Admission(
      () => [...this.#connections.values()],
      (id) => ports.isContact(id),
    )
  }

  /** Connections that the gate knows at this moment, those being checked included. */
  get size(): number {
    return this.#connections.size
  }

  /** Connections with a signature being checked at this moment. */
  get checking(): number {
    return [this.#looseLane, ...[...this.#connections.values()].map(({ lane }) => lane)].filter((lane) => lane.busy).length
  }

  /** Whether it knows this connection, and that it is with this ID. */
  isConnected(connectionId: string, remoteId: string): boolean {
    return this.#connections.get(connectionId)?.remote.id === remoteId
  }

  /** One message of the server, parsed from JSON and nothing else. */
  receive(raw: unknown): void {
    const json = toPlainJson(raw)
    if (!json.ok) {
      this.#refuse(json.reason === 'tooLarge' ? 'tooLarge' : 'malformed')
      return
    }
    const parsed = parseServerMessage(json.value)
    if (parsed.ok) this.#receive(parsed.message, json.characters)
    else this.#refuse(parsed.reason)
  }

  /** Registers a connection of one's own before its offer is sent. False where there are too many. */
  expectAnswer(expected: ExpectedAnswer): boolean {
    if (this.#isUsed(expected.connectionId) || this.#admission.dial() !== null) return false
    this.#usedConnectionIds.add(expected.connectionId)
    this.#ports.seenCalls.add({ callId: expected.callId, time: this.#ports.now(), known: true })
    this.#connections.set(expected.connectionId, makeConnection({ ...expected, direction: 'outgoing' }))
    return true
  }

  /** Forgets a connection, whichever side made it. What still waits for it is dropped without a verdict. */
  close(connectionId: string): void {
    this.#connections.get(connectionId)?.lane.close()
    this.#connections.delete(connectionId)
  }

  #receive(message: ServerMessage, characters: number): void {
    switch (message.type) {
      case 'OPEN':
        this.#tell({ type: 'open' }, { type: 'OPEN' })
        break
      case 'ID-TAKEN':
        this.#tell({ type: 'idTaken' }, { type: 'ID-TAKEN' })
        break
      case 'INVALID-KEY':
        this.#tell({ type: 'invalidKey' }, { type: 'INVALID-KEY' })
        break
      case 'ERROR':
        this.#tell({ type: 'error', text: message.payload.msg }, { type: 'ERROR', payload: { msg: message.payload.msg } })
        break
      case 'TABCALL-HELLO':
        this.#tell({ type: 'hello', hello: message.payload }, null)
        break
      case 'TABCALL-TAKEN-OVER':
        this.#tell({ type: 'takenOver' }, null)
        break
      case 'LEAVE':
        this.#refuse('leave')
        break
      case 'EXPIRE':
        this.#serverWord('expired', message.src, message.payload?.connectionId)
        break
      case 'TABCALL-BUSY':
        this.#serverWord('busy', message.src, message.payload.connectionId)
        break
      default:
        this.#receiveFromPeer(message, characters)
    }
  }

  #receiveFromPeer(message: Extract<ServerMessage, { type: 'OFFER' | 'ANSWER' | 'CANDIDATE' }>, characters: number): void {
    const from = remoteFromWire(message.src)
    if (from === null) this.#refuse('sender')
    else if (from.id === this.#ports.localId) this.#refuse('self')
    else if (message.type !== 'OFFER') this.#passOn(message.type, from, message.payload, characters)
    else if (from.kind === 'tabcall') this.#tabcallOffer(from, message.payload, characters)
    else this.#emit(this.#plainOffer(from, message.payload))
  }

  /** Answers, candidates and control messages: each waits its turn in the queue of its connection. */
  #passOn(type: 'ANSWER' | 'CANDIDATE', from: Remote, payload: unknown, characters: number): void {
    const named = v.safeParse(ConnectionNamedSchema, payload)
    if (!named.success) {
      this.#refuse('malformed')
      return
    }
    const connection = this.#connections.get(named.output.connectionId)
    if (connection === undefined) {
      this.#looseControl(from, payload, characters)
      return
    }
    connection.messages += 1
    if (connection.messages > MAX_MESSAGES_PER_CONNECTION) {
      this.#refuse('rate')
      return
    }
    const vet = type === 'ANSWER' ? vetAnswer : vetCandidate
    this.#queue(connection, () => vet(connection, from, payload, this.#ports.localId), characters)
  }

  #tabcallOffer(from: Remote, payload: unknown, characters: number): void {
    const parsed = parseTabcallOffer(payload)
    const refusal = parsed.ok ? this.#refusalBeforeCheck(from, parsed.offer) : parsed.reason
    if (!parsed.ok || refusal !== null) {
      this.#refuse(refusal ?? 'malformed')
      return
    }
    const { offer } = parsed
    const { connectionId } = offer
    const { callId } = offer.metadata
    const connection = makeConnection({ connectionId, remote: from, callId, offerSignature: null, direction: 'incoming' })
    connection.checking = true
    this.#connections.set(connectionId, connection)
    this.#queue(connection, () => this.#checkOffer(connection, offer), characters)
  }

  /** All that can be known without the cost of a signature. */
  #refusalBeforeCheck(from: Remote, offer: TabcallOffer): Refusal | null {
    if (this.#isUsed(offer.connectionId)) return 'repeated'
    if (!this.#mayRing(from, offer)) return 'replayed'
    return this.#admission.check(from, this.#isAwaited(from, offer), this.#ports.now())
  }

  async #checkOffer(connection: Connection, offer: TabcallOffer): Promise<Outcome> {
    const { remote: from, connectionId } = connection
    const { metadata } = offer
    const claim = { ...metadata, callerId: from.id, calleeId: this.#ports.localId, connectionId }
    const verdict = await verifyOffer(claim, metadata, offer.sdp.sdp)
    if (!this.#isLive(connection)) return []
    // Anybody at a stock server can send false offers by the thousand; only a few are told.
    if (!verdict.ok && this.#mismatches.take(this.#ports.now())) return identityMismatch(connection)
    const refusal = verdict.ok ? this.#refusalAfterCheck(from, offer) : 'proof'
    if (refusal !== null) {
      this.close(connectionId)
      return refused(refusal)
    }
    connection.checking = false
    connection.described = true
    this.#usedConnectionIds.add(connectionId)
    this.#ports.seenCalls.add(this.#seenCall(from, offer))
    const message: PeerJsMessage = { type: 'OFFER', src: from.id, payload: offer }
    return [{ kind: 'offer', from, connectionId, metadata, claimedName: sanitizeName(metadata.name), message }]
  }

  /** Another copy may have been let through during the check, or the call may be over. */
  #refusalAfterCheck(from: Remote, offer: TabcallOffer): Refusal | null {
    const now = this.#ports.now()
    if (!this.#mayRing(from, offer)) return 'replayed'
    return this.#isAwaited(from, offer) ? this.#admission.resume(from, now) : this.#admission.ring(from, now)
  }

  /** Of whom this side talks to or calls: no ring, so no number of earlier rings keeps it out. */
  #isAwaited(from: Remote, { metadata: { callId } }: TabcallOffer): boolean {
    return this.#ports.isLiveCall(callId, from.id) || this.#ports.isCalling(from.id)
  }

  #plainOffer(from: Remote, payload: unknown): Outcome {
    const parsed = parsePlainOffer(payload)
    if (!parsed.ok) return refused(parsed.reason)
    const { offer } = parsed
    const { connectionId } = offer
    if (this.#isUsed(connectionId)) return refused('repeated')
    const refusal = this.#admission.ring(from, this.#ports.now())
    if (refusal !== null) return refused(refusal)
    const connection = makeConnection({ connectionId, remote: from, callId: null, offerSignature: null, direction: 'incoming' })
    connection.described = true
    this.#usedConnectionIds.add(connectionId)
    this.#connections.set(connectionId, connection)
    return [{ kind: 'plainOffer', from, connectionId, message: { type: 'OFFER', src: from.id, payload: offer } }]
  }

  /** A control message of the live call beside its connections: of a browser that was killed and has forgotten them. */
  #looseControl(from: Remote, payload: unknown, characters: number): void {
    const isOfLiveCall = (callId: string) => this.#ports.isLiveCall(callId, from.id)
    const callId = isControl(payload) ? callOfControl(payload) : null
    if (callId === null || !isOfLiveCall(callId)) this.#refuse('unknownConnection')
    else if (!this.#looseControls.take(this.#ports.now())) this.#refuse('rate')
    else this.#queue(null, () => vetControl(from, payload, this.#ports.localId, isOfLiveCall), characters)
  }

  /** A stock server does not say which offer it was, so all of one's own that wait for this ID are meant. */
  #serverWord(kind: 'expired' | 'busy', id: string, connectionId: string | undefined): void {
    const meant = [...this.#connections.values()].filter(
      (connection) =>
        connection.direction === 'outgoing' &&
        connection.remote.id === id &&
        (connectionId === undefined || connectionId === connection.connectionId),
    )
    if (meant.length === 0) this.#refuse('unknownConnection')
    for (const connection of meant) this.#queue(connection, () => vetServerWord(connection, kind), 0)
  }

  /** Runs a step in its turn, and gives its verdicts unless the connection was closed meanwhile. `null`: of no connection. */
  #queue(connection: Connection | null, step: () => Outcome | Promise<Outcome>, characters: number): void {
    const lane = connection?.lane ?? this.#looseLane
    const isCurrent = () => connection === null || this.#isLive(connection)
    const queued = lane.push(() => {
      const outcome = step()
      if (outcome instanceof Promise) return outcome.then((later) => this.#emit(later, isCurrent))
      this.#emit(outcome, isCurrent)
      return undefined
    }, characters)
    if (!queued) this.#refuse('full')
  }

  #isUsed(connectionId: string): boolean {
    return this.#connections.has(connectionId) || this.#usedConnectionIds.has(connectionId)
  }

  /** A ring is of a call never heard of, and of about now; an offer for the live call replaces its connection. */
  #mayRing(from: Remote, offer: TabcallOffer): boolean {
    const { callId, purpose, time } = offer.metadata
    if (this.#ports.isLiveCall(callId, from.id)) return true
    if (purpose !== 'ring' || Math.abs(this.#ports.now() - time) > MAX_CLOCK_DIFFERENCE_MS) return false
    return !this.#ports.seenCalls.has(this.#seenCall(from, offer))
  }

  #seenCall(from: Remote, { metadata: { callId, time } }: TabcallOffer): SeenCall {
    return { callId, time, known: this.#ports.isContact(from.id) }
  }

  #isLive(connection: Connection): boolean {
    return this.#connections.get(connection.connectionId) === connection
  }

  #tell(notice: ServerNotice, message: PeerJsMessage | null): void {
    this.#ports.emit({ kind: 'server', notice, message })
  }

  #refuse(why: Refusal): void {
    this.#ports.emit({ kind: 'refused', why })
  }

  #emit(outcome: Outcome, isCurrent: () => boolean = () => true): void {
    for (const event of outcome) {
      if (event.kind !== 'refused' && !isCurrent()) continue
      if (event.kind === 'identityMismatch') this.close(event.connectionId)
      this.#ports.emit(event)
    }
  }
}
