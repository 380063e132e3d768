import type { CallRecord } from '../../call/effect'
import type { CallEvent } from '../../call/event'
import type { CallId, Remote } from '../../call/remote'
import { isAnswered, isLive } from '../../call/state'
import { transition } from '../../call/transition'
import { randomId } from '../../identity/base64url'
import { type Signer, signRegistration } from '../../identity/proof'
import { compareWords } from '../../identity/words'
import { type ControlBody, parseControl } from '../../protocol/control'
import { Gate } from '../../protocol/gate'
import type { GateEvent } from '../../protocol/gateEvent'
import { MAX_REMEMBERED_CONTROL_IDS } from '../../protocol/limits'
import { BoundedSet } from '../../protocol/rates'
import { allowedIceServers } from '../../protocol/serverIce'
import type { ServerHello } from '../../protocol/serverMessage'
import { sanitizeName } from '../../protocol/text'
import type { Settings } from '../../settings/settings'
import { CallLinks } from '../link/callLinks'
import { CertificateStock } from '../link/certificates'
import { makeIceConfiguration } from '../link/iceConfiguration'
import { LinkFactory } from '../link/linkFactory'
import type { Ringer } from '../ports'
import { Registration } from '../signaling/registration'
import { Switchboard } from '../signaling/switchboard'
import { makeTokenSource } from '../signaling/token'
import { Absence } from './absence'
import type { Acquaintances } from './acquaintances'
import type { CallMedia } from './callMedia'
import { CallRunner } from './callRunner'
import { Doorkeeper } from './doorkeeper'
import { receiveOffer } from './incomingOffers'
import type { RejoinMemory } from './rejoinMemory'
import { toCallEvent } from './remoteWords'
import { SeenCalls } from './seenCalls'

/** A call waits this long for a registration that is just being made, for instance right after waking. */
const REGISTER_PATIENCE_MS = 4_000

export interface TelephoneDeps {
  readonly signer: Signer
  readonly settings: Settings
  /** Names this run of the browser. */
  readonly session: string
  readonly acquaintances: Acquaintances
  readonly media: CallMedia
  readonly ringer: Ringer
  readonly rejoin: RejoinMemory
  readonly plainStream: () => MediaStream
  readonly record: (record: CallRecord) => void
  readonly onChange: () => void
}

/** One identity at one signaling server, and the one call it can have: registration, gate, links and call put together. */
export class Telephone {
  readonly runner: CallRunner
  readonly links: CallLinks
  #deps: TelephoneDeps
  #settings: Settings
  #switchboard: Switchboard
  #gate: Gate
  #factory: LinkFactory
  #doorkeeper: Doorkeeper
  #absence: Absence
  /** What each server said of itself, and which one is being listened to. */
  #hellos = new Map<string, ServerHello>()
  #hearing = ''
  #heard = new BoundedSet(MAX_REMEMBERED_CONTROL_IDS)
  #remoteKey: { readonly id: string; readonly publicKey: string } | null = null
  #words: { readonly callId: CallId; readonly words: readonly string[] } | null = null

  constructor(deps: TelephoneDeps) {
    this.#deps = deps
    this.#settings = deps.settings
    const { signer, acquaintances } = deps
    const seenCalls = new SeenCalls(localStorage, Date.now)
    this.#gate = new Gate({
      localId: signer.id,
      now: Date.now,
      isContact: (id) => acquaintances.isContact(id),
      seenCalls,
      isLiveCall: (callId, remoteId) => this.#isLiveCall(callId, remoteId) || this.links.lastWords.has(callId, remoteId),
      emit: (event) => this.#onGate(event),
    })
    this.#factory = new LinkFactory({
      signer,
      certificates: new CertificateStock(),
      book: this.#gate,
      registration: (remoteId) => this.#switchboard.towards(remoteId),
      registered: (remoteId) => this.#switchboard.towards(remoteId).whenReady(REGISTER_PATIENCE_MS),
      configuration: (remote) => this.#configuration(remote),
      isContact: (id) => acquaintances.isContact(id),
      displayName: () => sanitizeName(this.#settings.displayName),
      plainStream: deps.plainStream,
      randomId,
      now: Date.now,
    })
    this.links = new CallLinks(this.#factory, this.#linkEvents(), { randomId, now: Date.now })
    this.runner = new CallRunner(transition, signer.id, {
      links: this.links,
      ringer: deps.ringer,
      media: deps.media,
      record: deps.record,
      rememberForRejoin: (terms, connectedAt) =>
        deps.rejoin.remember(terms, connectedAt, deps.session, () => this.links.addressOf(terms.callId)),
      forgetRejoin: () => deps.rejoin.forget(),
      refreshSignaling: () => this.#switchboard.refreshForCall(),
      now: Date.now,
    })
    this.#doorkeeper = new Doorkeeper({
      acquaintances,
      settings: () => this.#settings,
      liveRemote: () => (isLive(this.runner.state) ? this.runner.state.terms.remote.id : null),
      send: (message) => this.registration.send(message),
    })
    this.#absence = new Absence({
      localId: signer.id,
      send: (message) => this.registration.send(message),
      expiresAtOnce: () => this.#hellos.get(this.#settings.signalingServer)?.features.includes('expire-at-once') ?? false,
      roundTripMs: () => this.registration.roundTripMs,
      closeConnection: (connectionId) => this.#gate.close(connectionId),
      random: Math.random,
    })
    this.runner.onChange(() => {
      void this.#doorkeeper.update()
      if (!isLive(this.runner.state)) this.#switchboard.release()
      deps.onChange()
    })
    this.#switchboard = new Switchboard(deps.settings.signalingServer, {
      register: (server) => this.#register(server),
      serverOf: (id) => acquaintances.serverOf(id),
    })
  }

  /** Where others find this identity. */
  get registration(): Registration {
    return this.#switchboard.home
  }

  /** The six words of the call's two keys, once they are known. */
  get words(): readonly string[] | null {
    const { state } = this.runner
    return isLive(state) && this.#words?.callId === state.terms.callId ? this.#words.words : null
  }

  /** New settings or people; a running call goes on. */
  configure(settings: Settings): void {
    const before = this.#settings
    this.#settings = settings
    if (settings.signalingServer !== before.signalingServer) {
      this.#doorkeeper.serve([])
      this.#hellos.delete(settings.signalingServer)
      this.#switchboard.move(settings.signalingServer)
      this.#deps.onChange()
    } else void this.#doorkeeper.update()
  }

  /** Calls somebody, through `server` where their invitation names one. */
  dial(remote: Remote, withCamera: boolean, server: string | null): void {
    if (!isLive(this.runner.state)) this.#switchboard.reach(remote.id, server)
    this.dispatch({ type: 'dial', callId: randomId(), remote, withCamera })
  }

  networkChanged(): void {
    this.#switchboard.networkChanged()
  }

  dispatch(event: CallEvent): void {
    this.runner.dispatch(event)
  }

  #register(server: string): Registration {
    const { signer } = this.#deps
    const registration = new Registration(server, {
      localId: signer.id,
      makeToken: makeTokenSource({
        localId: signer.id,
        fetch: (input, init) => fetch(input, init),
        signRegistration: (host, nonce) => signRegistration(signer, { host, nonce }),
        randomId,
      }),
      randomId,
      random: Math.random,
      now: Date.now,
    })
    registration.outgoing = (message) => this.#factory.outgoing(message)
    registration.onMessage((message) => {
      if (!this.#switchboard.mayPass(registration, message)) return
      this.#hearing = server
      this.#gate.receive(message)
    })
    registration.onChange(() => {
      const { state } = registration.snapshot
      if (state === 'ready') {
        this.links.signalingRenewed()
        this.dispatch({ type: 'networkChanged' })
      }
      if (state === 'inUseElsewhere' && registration === this.registration) this.dispatch({ type: 'takenOver' })
      this.#deps.onChange()
    })
    return registration
  }

  #configuration(remote: Remote): RTCConfiguration {
    const server = this.#switchboard.serverTowards(remote.id)
    const servers = allowedIceServers(this.#hellos.get(server)?.iceServers ?? [], server).map(
      ({ urls, username, credential }) => ({
        urls,
        ...(username === undefined ? {} : { username }),
        ...(credential === undefined ? {} : { credential }),
      }),
    )
    return makeIceConfiguration(this.#settings, servers, !this.#deps.acquaintances.isContact(remote.id))
  }

  #isLiveCall(callId: string, remoteId: string): boolean {
    const { state } = this.runner
    return isLive(state) && state.terms.callId === callId && state.terms.remote.id === remoteId
  }

  /** Whoever still believes in a call that is over here is told so again. */
  #concernsEnded(event: GateEvent): boolean {
    if (event.kind !== 'offer' && event.kind !== 'control') return false
    const { callId } = event.kind === 'offer' ? event.metadata : event.body
    if (!this.links.lastWords.has(callId, event.from.id)) return false
    this.links.lastWords.sayAgain(callId)
    if (event.kind === 'offer') this.#gate.close(event.connectionId)
    return true
  }

  #onGate(event: GateEvent): void {
    if (this.#concernsEnded(event)) return
    switch (event.kind) {
      case 'offer':
        this.#noteKey(event.from, event.metadata.publicKey)
        this.#receiveOffer(event)
        return
      case 'plainOffer':
        this.#receiveOffer(event)
        return
      case 'answer':
        if (event.publicKey === null) this.dispatch({ type: 'remoteAccepted', callId: event.callId })
        else this.#noteKey(event.from, event.publicKey)
        this.#factory.deliver(event.from.id, event.connectionId, event.message)
        void this.#makeWords()
        return
      case 'candidate': {
        const held = this.links.heldOffer(event.connectionId)
        if (held !== null) held.later.push(event.message)
        else this.#factory.deliver(event.from.id, event.connectionId, event.message)
        return
      }
      case 'control':
        this.#onControl(event.body)
        return
      case 'identityMismatch':
        if (this.#turnsAway(event)) return
        this.links.address(event.callId, event.connectionId)
        this.dispatch({ type: 'identityMismatch', callId: event.callId, remote: event.from })
        return
      case 'expired': {
        const { state } = this.runner
        if (isLive(state) && state.terms.remote.id === event.id)
          this.dispatch({ type: 'unreachable', callId: state.terms.callId })
        return
      }
      case 'server':
        if (event.notice.type === 'hello') {
          this.#hellos.set(this.#hearing, event.notice.hello)
          if (this.#hearing === this.#settings.signalingServer) this.#doorkeeper.serve(event.notice.hello.features)
        }
        return
      case 'refused':
        return
      default:
        event satisfies never
    }
  }

  #receiveOffer(offer: Extract<GateEvent, { kind: 'offer' | 'plainOffer' }>): void {
    receiveOffer(offer, {
      absence: this.#absence,
      links: this.links,
      acquaintances: this.#deps.acquaintances,
      settings: () => this.#settings,
      isLiveCall: (callId, remoteId) => this.#isLiveCall(callId, remoteId),
      dispatch: (event) => this.dispatch(event),
      now: Date.now,
    })
    void this.#makeWords()
  }

  /** A false proof in the name of somebody who may not ring is no more worth telling than their ring. */
  #turnsAway(event: Extract<GateEvent, { kind: 'identityMismatch' }>): boolean {
    if (event.direction === 'outgoing' || this.#isLiveCall(event.callId, event.from.id)) return false
    if (this.#deps.acquaintances.admission(event.from.id, this.#settings, Date.now()) !== 'turnAway') return false
    this.#absence.turnAway(event)
    return true
  }

  /** What the other side said, on either carrier; the second copy is ignored. */
  #onControl(body: ControlBody): void {
    if (!this.#heard.add(`${body.callId} ${body.id}`)) return
    const { message } = body
    if (message.type === 'media' || message.type === 'viewing') {
      const { state } = this.runner
      if (isAnswered(state) && state.terms.callId === body.callId) this.#deps.media.receive(message)
      return
    }
    const event = toCallEvent(body.callId, message)
    if (event !== null) this.dispatch(event)
  }

  #linkEvents(): ConstructorParameters<typeof CallLinks>[1] {
    return {
      linkUp: (callId) => this.dispatch({ type: 'linkUp', callId }),
      lineBack: () => this.#deps.media.lineBack(),
      linkDown: (callId) => this.dispatch({ type: 'linkDown', callId }),
      linkFailed: (callId) => this.dispatch({ type: 'linkFailed', callId }),
      signalingFailed: (callId) => this.dispatch({ type: 'signalingFailed', callId }),
      plainClosed: (callId) => this.#onPlainClosed(callId),
      line: (callId, remote, link) => this.#deps.media.setLine(callId, remote, link),
      control: (callId, text) => {
        const parsed = parseControl(text, 'channel')
        if (parsed.ok && parsed.body.callId === callId) this.#onControl(parsed.body)
      },
      channelOpen: () => this.#deps.media.channelOpened(),
    }
  }

  /** A plain client can only close its connection: after it stood that is hanging up, before it is a failure. */
  #onPlainClosed(callId: CallId): void {
    const { state } = this.runner
    if (state.phase === 'connected' || state.phase === 'reconnecting') {
      this.dispatch({ type: 'remoteHungUp', callId, cause: 'hangup' })
    } else this.dispatch({ type: 'linkFailed', callId })
  }

  /** The key that the other side of the call has proved. Others who ring meanwhile do not change it. */
  #noteKey(remote: Remote, publicKey: string): void {
    const { state } = this.runner
    if (!isLive(state) || state.terms.remote.id === remote.id) this.#remoteKey = { id: remote.id, publicKey }
  }

  async #makeWords(): Promise<void> {
    const { state } = this.runner
    if (!isLive(state)) return
    const { callId, remote } = state.terms
    if (this.#remoteKey?.id !== remote.id || this.#words?.callId === callId) return
    const words = await compareWords(this.#deps.signer.publicKey, this.#remoteKey.publicKey)
    if (words === null) return
    this.#words = { callId, words }
    this.#deps.onChange()
  }
}
