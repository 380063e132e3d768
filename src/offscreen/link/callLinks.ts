import type { ControlIntent } from '../../call/effect'
import type { CallId, Remote } from '../../call/remote'
import type { ControlMessage } from '../../protocol/control'
import { makeControl } from '../../protocol/control'
import { Addresses } from './addresses'
import { type CallEntry, type HeldOffer, isRedialUnderWay, makeCallEntry } from './callEntry'
import { LastWords } from './lastWords'
import type { Link } from './link'
import type { LinkFactory, Purpose } from './linkFactory'

/** Redials under way at the same time, on the answering side too: on a long line the first is not done when the second starts. */
const MAX_ATTEMPTS = 3

/** Said on both carriers whenever there are two: losing one of these costs a person something. */
const SAID_TWICE: ReadonlySet<ControlMessage['type']> = new Set(['accept', 'decline', 'cancel', 'hangUp'])

/** What ends a call. */
const LAST: ReadonlySet<ControlMessage['type']> = new Set(['decline', 'cancel', 'hangUp'])

export interface CallLinksEvents {
  linkUp(callId: CallId): void
  linkDown(callId: CallId): void
  /** The line that was lost is back by itself. */
  lineBack(callId: CallId): void
  linkFailed(callId: CallId): void
  /** A ring could not go out. */
  signalingFailed(callId: CallId): void
  plainClosed(callId: CallId): void
  /** The other side hung up before the channel was there to say it. */
  hungUp(callId: CallId): void
  /** Media belongs on this line now. */
  line(callId: CallId, remote: Remote, link: Link | null): void
  control(callId: CallId, text: string): void
  /** The channel has opened: the present state of the media may be told. */
  channelOpen(callId: CallId): void
}

/** What makes the links. */
export type Dialler = Pick<LinkFactory, 'dial' | 'answer' | 'release' | 'forget' | 'signal'>

/** The connections of the calls, by call id: makes, answers, replaces and closes them, and says things over them. */
export class CallLinks {
  readonly lastWords = new LastWords()
  #calls = new Map<CallId, CallEntry>()
  #addresses = new Addresses()
  #factory: Dialler
  #events: CallLinksEvents
  #randomId: () => string
  #now: () => number

  constructor(factory: Dialler, events: CallLinksEvents, deps: { readonly randomId: () => string; readonly now: () => number }) {
    this.#factory = factory
    this.#events = events
    this.#randomId = deps.randomId
    this.#now = deps.now
  }

  /** For counting what is left over: connections that are not closed. */
  get openCount(): number {
    let count = 0
    for (const call of this.#calls.values()) count += call.links.size
    return count
  }

  current(callId: CallId): Link | null {
    return this.#calls.get(callId)?.current ?? null
  }

  /** Under which connection signaling reaches the other side of a call: the newest one. Null where there never was one. */
  addressOf(callId: CallId): string | null {
    return this.#addresses.get(callId) ?? null
  }

  address(callId: CallId, connectionId: string): void {
    this.#addresses.set(callId, connectionId)
  }

  open(callId: CallId, remote: Remote, options: { readonly purpose: Purpose; readonly camera: boolean }): void {
    const call = this.#ensure(callId, remote)
    if (options.purpose === 'resume' && isRedialUnderWay(call, this.#now())) return
    const redial: CallEntry['redial'] = options.purpose === 'resume' ? { at: this.#now(), link: null } : null
    call.redial = redial
    void this.#factory.dial(callId, remote, options).then((link) => {
      if (link === null) {
        if (call.redial === redial) call.redial = null
        if (options.purpose === 'ring' && !call.closed) this.#events.signalingFailed(callId)
        return
      }
      if (call.closed) {
        link.close()
        return
      }
      if (redial !== null) redial.link = link
      this.#adopt(callId, call, link)
    })
  }

  /** The server hears us anew: redials that went out before may be lost, and do not keep another from being made. */
  signalingRenewed(): void {
    this.lastWords.sayUnheard()
    for (const call of this.#calls.values()) {
      const lost = call.redial?.link
      call.redial = null
      if (lost?.state === 'opening' && lost !== call.current) this.#drop(call, lost, { farewell: false })
    }
  }

  /** An offer that came in; it stays unanswered until `answer` or `dropOffer`. */
  hold(offer: HeldOffer): void {
    const call = this.#ensure(offer.callId, offer.remote)
    call.held.set(offer.connectionId, offer)
    this.address(offer.callId, offer.connectionId)
  }

  /** The held offer of this id, to which later messages of its connection belong. */
  heldOffer(connectionId: string): HeldOffer | null {
    for (const call of this.#calls.values()) {
      const offer = call.held.get(connectionId)
      if (offer !== undefined) return offer
    }
    return null
  }

  /** Answers a held offer; without an id, the newest of the call. */
  answer(callId: CallId, connectionId: string | null): void {
    const call = this.#calls.get(callId)
    if (call === undefined) return
    const offer = connectionId === null ? [...call.held.values()].at(-1) : call.held.get(connectionId)
    if (offer === undefined) return
    call.held.delete(offer.connectionId)
    void this.#factory.answer(offer).then((link) => {
      if (link === null) return
      if (call.closed) link.close()
      else this.#adopt(callId, call, link)
    })
  }

  dropOffer(connectionId: string): void {
    const offer = this.heldOffer(connectionId)
    if (offer === null) {
      // Answered meanwhile, and replaced by another of the same call.
      for (const call of this.#calls.values()) {
        for (const link of call.links) if (link.connectionId === connectionId && link !== call.current) link.close()
      }
      return
    }
    const call = this.#calls.get(offer.callId)
    call?.held.delete(connectionId)
    this.#factory.forget(connectionId)
    if (call !== undefined && call.links.size === 0 && call.held.size === 0) this.#calls.delete(offer.callId)
  }

  /** Both have agreed: what was held back so that no address shows before that goes out now. */
  release(callId: CallId): void {
    const call = this.#calls.get(callId)
    if (call === undefined) return
    call.released = true
    for (const link of call.links) this.#factory.release(link.connectionId)
  }

  /** Closes all of a call. Links stay a moment for the last message; nothing of them is heard any more. */
  close(callId: CallId): void {
    const call = this.#calls.get(callId)
    if (call === undefined) return
    call.closed = true
    this.#calls.delete(callId)
    for (const offer of call.held.values()) this.#factory.forget(offer.connectionId)
    for (const link of call.links) {
      link.close({ farewell: link.state === 'up' })
      this.#factory.forget(link.connectionId)
    }
    this.#events.line(callId, call.remote, null)
  }

  send(callId: CallId, remote: Remote, intent: ControlIntent | ControlMessage): void {
    if (remote.kind === 'plain') return
    const message: ControlMessage = intent.type === 'accept' ? { camera: false, ...intent } : intent
    const text = makeControl(message, callId, this.#randomId())
    const call = this.#calls.get(callId)
    const line = call?.current
    // Said on a line, the wish for another one would come when there is one already, and cost it.
    const byServerAlone = message.type === 'pleaseRedial'
    // A line that is lost takes words too, and loses them.
    const heard = !byServerAlone && line?.sendText(text) === true && line.state === 'up'
    if (call !== undefined && !heard && message.type === 'hangUp' && message.cause === 'hangup') this.#hangUpByClosing(call)
    if (message.type === 'media' || message.type === 'viewing') return
    if (heard && !SAID_TWICE.has(message.type)) return
    const connectionId = this.#addresses.get(callId)
    if (connectionId === undefined) return
    if (!byServerAlone) call?.log.sent(text)
    const say = (): void => void this.#factory.signal(remote.id, connectionId, text)
    say()
    // A decline or cancel that was lost is asked for by whoever still rings; a lost hang up may have nobody to ask.
    const unheard = message.type === 'hangUp' && call !== undefined && !heard
    if (LAST.has(message.type)) this.lastWords.keep(callId, remote.id, { unheard, say })
  }

  /** A line without a channel yet: that it is closed arrives sooner than any word through the server. */
  #hangUpByClosing(call: CallEntry): void {
    call.closed = true
    if (call.current?.state === 'up') call.current.close()
  }

  #ensure(callId: CallId, remote: Remote): CallEntry {
    const known = this.#calls.get(callId)
    if (known !== undefined) return known
    const call = makeCallEntry(remote)
    this.#calls.set(callId, call)
    return call
  }

  #adopt(callId: CallId, call: CallEntry, link: Link): void {
    call.links.add(link)
    this.#limitAttempts(call)
    if (call.released) this.#factory.release(link.connectionId)
    this.address(callId, link.connectionId)
    if (call.current === null) this.#setCurrent(callId, call, link)
    link.onText((text) => this.#events.control(callId, text))
    link.onState((state) => {
      if (call.closed) return
      switch (state) {
        case 'up':
          this.#linkUp(callId, call, link)
          return
        case 'down':
          this.#linkDown(callId, call, link)
          return
        case 'closed':
          this.#linkClosed(callId, call, link)
          return
        case 'opening':
          return
        default:
          state satisfies never
      }
    })
    link.onHungUp(() => {
      if (!call.closed && link === call.current) this.#events.hungUp(callId)
    })
    this.#watchChannel(callId, call, link)
  }

  #limitAttempts(call: CallEntry): void {
    const attempts = [...call.links].filter((link) => link !== call.current && link.state === 'opening')
    for (const attempt of attempts.slice(0, -MAX_ATTEMPTS)) attempt.close()
  }

  #linkUp(callId: CallId, call: CallEntry, link: Link): void {
    // The newest that stands is right, on both sides; the others go when the other side has had time to see it too.
    const newest = [...call.links].findLast((other) => other.state === 'up')
    if (newest !== link) return
    if (link !== call.current) this.#setCurrent(callId, call, link)
    else if (call.lost) this.#events.lineBack(callId)
    call.lost = false
    for (const other of [...call.links]) {
      if (other === link) break
      this.#drop(call, other, { farewell: other.state === 'up' })
    }
    this.#events.linkUp(callId)
  }

  /** The call is without a line only when no other of its links stands. */
  #linkDown(callId: CallId, call: CallEntry, link: Link): void {
    if (link !== call.current) {
      // An attempt that failed. Only the line that once stood may come back by itself.
      this.#drop(call, link, { farewell: false })
      return
    }
    const standing = [...call.links].findLast((other) => other.state === 'up')
    if (standing === undefined) {
      call.lost = true
      this.#events.linkDown(callId)
    } else this.#setCurrent(callId, call, standing)
  }

  #drop(call: CallEntry, link: Link, options: { readonly farewell: boolean }): void {
    call.links.delete(link)
    this.#factory.forget(link.connectionId)
    link.close(options)
  }

  #linkClosed(callId: CallId, call: CallEntry, link: Link): void {
    const known = call.links.delete(link)
    this.#factory.forget(link.connectionId)
    if (!known) return
    if (link.kind === 'plain') this.#events.plainClosed(callId)
    else if (link === call.current) this.#linkDown(callId, call, link)
  }

  #setCurrent(callId: CallId, call: CallEntry, link: Link): void {
    call.current = link
    void link.ready.then(() => {
      if (call.current === link && !call.closed) this.#events.line(callId, call.remote, link)
    })
  }

  /** What was said by signaling before the channel was there is said again by the channel; repeats are ignored over there. */
  #watchChannel(callId: CallId, call: CallEntry, link: Link): void {
    link.onChannelOpen(() => {
      for (const text of call.log.recent()) link.sendText(text)
      this.#events.channelOpen(callId)
    })
  }
}
