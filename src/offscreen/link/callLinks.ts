import type { ControlIntent } from '../../call/effect'
import type { CallId, Remote } from '../../call/remote'
import type { ControlMessage } from '../../protocol/control'
import { makeControl } from '../../protocol/control'
import { Addresses } from './addresses'
import type { Link } from './link'
import type { LinkFactory, Purpose } from './linkFactory'
import { MessageLog } from './messageLog'

/** Redials under way at the same time: on a long line the first is not done when the second starts. */
const MAX_ATTEMPTS = 3

/** Said on both carriers whenever there are two: losing one of these costs a person something. */
const SAID_TWICE: ReadonlySet<ControlMessage['type']> = new Set(['accept', 'decline', 'cancel', 'hangUp', 'pleaseRedial'])

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

export interface CallLinksEvents {
  linkUp(callId: CallId): void
  linkDown(callId: CallId): void
  linkFailed(callId: CallId): void
  /** A ring could not go out. */
  signalingFailed(callId: CallId): void
  plainClosed(callId: CallId): void
  /** Media belongs on this line now. */
  line(callId: CallId, remote: Remote, link: Link | null): void
  control(callId: CallId, text: string): void
  /** The channel has opened: the present state of the media may be told. */
  channelOpen(callId: CallId): void
}

interface CallEntry {
  readonly remote: Remote
  readonly links: Set<Link>
  readonly held: Map<string, HeldOffer>
  current: Link | null
  readonly log: MessageLog
  /** Both have agreed: nothing of it is held back any more. */
  released: boolean
  closed: boolean
}

/** The connections of the calls, by call id: makes, answers, replaces and closes them, and says things over them. */
export class CallLinks {
  #calls = new Map<CallId, CallEntry>()
  #addresses = new Addresses()
  #factory: LinkFactory
  #events: CallLinksEvents
  #randomId: () => string

  constructor(factory: LinkFactory, events: CallLinksEvents, randomId: () => string) {
    this.#factory = factory
    this.#events = events
    this.#randomId = randomId
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
    const attempts = [...call.links].filter((link) => link !== call.current && link.state === 'opening')
    if (attempts.length >= MAX_ATTEMPTS) attempts[0]?.close()
    void this.#factory.dial(callId, remote, options).then((link) => {
      if (link === null) {
        if (options.purpose === 'ring' && !call.closed) this.#events.signalingFailed(callId)
      } else if (call.closed) link.close()
      else this.#adopt(callId, call, link)
    })
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
    const byChannel = call?.current?.sendText(text) ?? false
    if (message.type === 'media' || message.type === 'viewing') return
    if (byChannel && !SAID_TWICE.has(message.type)) return
    const connectionId = this.#addresses.get(callId)
    if (connectionId === undefined) return
    call?.log.sent(text)
    const isLast = message.type === 'hangUp' || message.type === 'cancel'
    if (isLast && !byChannel) this.#factory.signalUntilHeard(remote.id, connectionId, text)
    else void this.#factory.signal(remote.id, connectionId, text)
  }

  #ensure(callId: CallId, remote: Remote): CallEntry {
    const known = this.#calls.get(callId)
    if (known !== undefined) return known
    const call: CallEntry = {
      remote,
      links: new Set(),
      held: new Map(),
      current: null,
      log: new MessageLog(),
      released: false,
      closed: false,
    }
    this.#calls.set(callId, call)
    return call
  }

  #adopt(callId: CallId, call: CallEntry, link: Link): void {
    call.links.add(link)
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
    this.#watchChannel(callId, call, link)
  }

  #linkUp(callId: CallId, call: CallEntry, link: Link): void {
    // The newest that stands is right: only now the old ones go (make before break).
    const newest = [...call.links].filter((other) => other.state === 'up').at(-1)
    if (newest !== link) return
    if (link !== call.current) this.#setCurrent(callId, call, link)
    for (const other of call.links) {
      if (other === link) break
      other.close()
    }
    this.#events.linkUp(callId)
  }

  /** The call is without a line only when no other of its links stands. */
  #linkDown(callId: CallId, call: CallEntry, link: Link): void {
    if (link !== call.current) return
    const standing = [...call.links].findLast((other) => other.state === 'up')
    if (standing === undefined) this.#events.linkDown(callId)
    else this.#setCurrent(callId, call, standing)
  }

  #linkClosed(callId: CallId, call: CallEntry, link: Link): void {
    call.links.delete(link)
    this.#factory.forget(link.connectionId)
    if (link.kind === 'plain') this.#events.plainClosed(callId)
    else this.#linkDown(callId, call, link)
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
