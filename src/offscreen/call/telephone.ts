import type { CallRecord } from '../../call/effect'
import type { CallEvent } from '../../call/event'
import type { CallId, Remote } from '../../call/remote'
import { isAnswered, isLive } from '../../call/state'
import { transition } from '../../call/transition'
import { randomId } from '../../identity/base64url'
import type { Signer } from '../../identity/proof'
import { compareWords } from '../../identity/words'
import { parseControl } from '../../protocol/control'
import { Gate } from '../../protocol/gate'
import type { GateEvent } from '../../protocol/gateEvent'
import { sanitizeName } from '../../protocol/text'
import { turnedAway } from '../../protocol/turnedAway'
import type { Settings } from '../../settings/settings'
import { CallLinks } from '../link/callLinks'
import { CertificateStock } from '../link/certificates'
import { makeIceConfiguration } from '../link/iceConfiguration'
import { LinkFactory } from '../link/linkFactory'
import type { Ringer } from '../ports'
import { makeRegistration } from '../signaling/makeRegistration'
import type { Registration } from '../signaling/registration'
import { Switchboard } from '../signaling/switchboard'
import { Absence } from './absence'
import type { Acquaintances } from './acquaintances'
import { BusySign } from './busySign'
import type { CallMedia } from './callMedia'
import { CallRunner } from './callRunner'
import { CallWords } from './callWords'
import { Doorkeeper } from './doorkeeper'
import { takeGateEvent } from './gateEvents'
import { receiveOffer } from './incomingOffers'
import type { RejoinMemory, Remembered } from './rejoinMemory'
import { RemoteWords } from './remoteWords'
import { SeenCalls } from './seenCalls'
import { ServerHellos } from './serverHellos'

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
  /** `server`: theirs, where it is another than ours. */
  readonly record: (record: CallRecord, server: string | null) => void
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
  #busySign: BusySign
  #absence: Absence
  #hellos = new ServerHellos()
  /** The server that is being listened to. */
  #hearing = ''
  #remoteWords: RemoteWords
  #words: CallWords

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
      isLiveCall: (callId, remoteId) => this.#concerns(callId, remoteId),
      isCalling: (remoteId) => this.#isCalling(remoteId),
      emit: (event) => this.#onGate(event),
    })
    this.#factory = new LinkFactory({
      signer,
      certificates: new CertificateStock(),
      book: this.#gate,
      registration: (remoteId) => this.#switchboard.towards(remoteId),
      registered: (remoteId) => this.#registered(this.#switchboard.towards(remoteId)),
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
      record: (record) => deps.record(record, acquaintances.serverOf(record.remote.id)),
      rememberForRejoin: (terms, connectedAt) =>
        deps.rejoin.remember(terms, connectedAt, {
          localId: signer.id,
          session: deps.session,
          server: this.#serverElsewhere(terms.remote.id),
          connectionId: () => this.links.addressOf(terms.callId),
        }),
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
    this.#busySign = new BusySign({
      acquaintances,
      state: () => this.runner.state,
      send: (message) => this.registration.send(message),
    })
    this.#absence = new Absence({
      localId: signer.id,
      send: (message) => this.registration.send(message),
      expiresAtOnce: () => this.#hellos.has(this.#settings.signalingServer, 'expire-at-once'),
      leastRoundTripMs: () => this.registration.leastRoundTripMs,
      random: Math.random,
    })
    this.#remoteWords = new RemoteWords({
      state: () => this.runner.state,
      dispatch: (event) => this.dispatch(event),
      media: deps.media,
    })
    this.#words = new CallWords({
      ownKey: signer.publicKey,
      state: () => this.runner.state,
      compare: compareWords,
      onChange: deps.onChange,
    })
    this.runner.onChange(() => {
      void this.#doorkeeper.update()
      this.#busySign.update()
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
    return this.#words.words
  }

  /** New settings or people; a running call goes on. */
  configure(settings: Settings): void {
    const before = this.#settings
    this.#settings = settings
    if (settings.signalingServer !== before.signalingServer) {
      this.#serve([])
      this.#hellos.forget(settings.signalingServer)
      this.#switchboard.move(settings.signalingServer)
      this.#deps.onChange()
      return
    }
    void this.#doorkeeper.update()
    this.#busySign.update()
  }

  /** Our own server has just registered us, and can do this. */
  #serve(features: readonly string[]): void {
    this.#doorkeeper.serve(features)
    this.#busySign.serve(features)
  }

  /** Calls somebody, through `server` where their invitation names one. */
  dial(remote: Remote, withCamera: boolean, server: string | null): void {
    if (server !== null) this.#deps.acquaintances.invited(remote.id, server)
    if (!isLive(this.runner.state)) this.#switchboard.reach(remote.id)
    this.dispatch({ type: 'dial', callId: randomId(), remote, withCamera })
  }

  /** Back into a call that this browser, or this document, died in. */
  rejoin({ terms, connectedAt, connectionId, server }: Remembered): void {
    if (server !== null) {
      this.#deps.acquaintances.invited(terms.remote.id, server)
      this.#switchboard.reach(terms.remote.id)
    }
    if (connectionId !== null) this.links.address(terms.callId, connectionId)
    this.dispatch({ type: 'rejoin', ...terms, connectedAt })
  }

  /** Somebody is being called: that does not wait for the next attempt's turn. */
  #registered(registration: Registration): Promise<void> {
    if (registration.snapshot.state === 'offline') registration.refreshForCall()
    return registration.whenReady(REGISTER_PATIENCE_MS)
  }

  networkChanged(): void {
    this.#switchboard.networkChanged()
  }

  dispatch(event: CallEvent): void {
    this.runner.dispatch(event)
  }

  #register(server: string): Registration {
    const registration = makeRegistration(server, this.#deps.signer)
    registration.outgoing = (message) => this.#factory.outgoing(message)
    registration.onMessage((message) => {
      if (!this.#switchboard.mayPass(registration, message)) return
      this.#hearing = server
      this.#receive(message)
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
    const servers = this.#hellos.iceServers(server)
    return makeIceConfiguration(this.#settings, servers, !this.#deps.acquaintances.isContact(remote.id))
  }

  /** By which server we signal to somebody, where it is not our own. */
  #serverElsewhere(remoteId: string): string | null {
    const server = this.#switchboard.serverTowards(remoteId)
    return server === this.#settings.signalingServer ? null : server
  }

  #isLiveCall(callId: string, remoteId: string): boolean {
    const { state } = this.runner
    return isLive(state) && state.terms.callId === callId && state.terms.remote.id === remoteId
  }

  /** Whom one calls is let in whoever may ring: glare is looked at first (rule 9). */
  #isCalling(remoteId: string): boolean {
    const { state } = this.runner
    return state.phase === 'outgoing' && state.terms.remote.id === remoteId
  }

  /** The call there is, or one just over whose other side may not know it yet. */
  #concerns(callId: string, remoteId: string): boolean {
    return this.#isLiveCall(callId, remoteId) || this.links.lastWords.has(callId, remoteId)
  }

  /** To whoever may not ring, nobody is here, whatever they send; all else goes through the gate. */
  #receive(message: unknown): void {
    const { acquaintances } = this.#deps
    const away = turnedAway(message, {
      turnsAway: (id) => !this.#isCalling(id) && acquaintances.admission(id, this.#settings, Date.now()) === 'turnAway',
      isConnected: (connectionId, id) => this.#gate.isConnected(connectionId, id),
      isLiveCall: (callId, id) => this.#concerns(callId, id),
    })
    if (away === null) this.#gate.receive(message)
    else this.#absence.turnAway(away)
  }

  #onGate(event: GateEvent): void {
    takeGateEvent(event, {
      state: () => this.runner.state,
      links: this.links,
      factory: this.#factory,
      words: this.#words,
      remoteWords: this.#remoteWords,
      closeConnection: (connectionId) => this.#gate.close(connectionId),
      receiveOffer: (offer) => this.#receiveOffer(offer),
      receiveHello: (hello) => {
        this.#hellos.note(this.#hearing, hello)
        if (this.#hearing === this.#settings.signalingServer) this.#serve(hello.features)
      },
      dispatch: (next) => this.dispatch(next),
    })
  }

  #receiveOffer(offer: Extract<GateEvent, { kind: 'offer' | 'plainOffer' }>): void {
    receiveOffer(offer, {
      absence: this.#absence,
      closeConnection: (connectionId) => this.#gate.close(connectionId),
      links: this.links,
      acquaintances: this.#deps.acquaintances,
      settings: () => this.#settings,
      isAwaited: (callId, remoteId) => this.#isLiveCall(callId, remoteId) || this.#isCalling(remoteId),
      dispatch: (event) => this.dispatch(event),
      now: Date.now,
    })
    void this.#words.make()
  }

  #linkEvents(): ConstructorParameters<typeof CallLinks>[1] {
    return {
      linkUp: (callId) => this.dispatch({ type: 'linkUp', callId }),
      lineBack: () => this.#deps.media.lineBack(),
      linkDown: (callId) => this.dispatch({ type: 'linkDown', callId }),
      linkFailed: (callId) => this.dispatch({ type: 'linkFailed', callId }),
      signalingFailed: (callId) => this.dispatch({ type: 'signalingFailed', callId }),
      plainClosed: (callId) => this.#onPlainClosed(callId),
      hungUp: (callId) => {
        if (isAnswered(this.runner.state)) this.dispatch({ type: 'remoteHungUp', callId, cause: 'hangup' })
      },
      line: (callId, remote, link) => this.#deps.media.setLine(callId, remote, link),
      control: (callId, text) => {
        const parsed = parseControl(text, 'channel')
        if (parsed.ok && parsed.body.callId === callId) this.#remoteWords.hear(parsed.body)
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
}
