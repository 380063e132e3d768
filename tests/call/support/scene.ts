import type { ControlIntent, Effect } from '../../../src/call/effect'
import type { CallEvent, OfferEvent, TimerName } from '../../../src/call/event'
import type { CallId, Remote } from '../../../src/call/remote'
import { type CallState, IDLE } from '../../../src/call/state'
import { transition } from '../../../src/call/transition'
import { ME, NOW, PAGE, ZOE } from './people'

/** One side of a call, told step by step; `effects` are those of the last step. */
export class Scene {
  state: CallState = IDLE
  effects: readonly Effect[] = []
  all: Effect[] = []
  now = NOW

  on(event: CallEvent): this {
    const next = transition(this.state, event, { now: this.now, localId: ME })
    this.state = next.state
    this.effects = next.effects
    this.all.push(...next.effects)
    return this
  }

  later(ms: number): this {
    this.now += ms
    return this
  }

  timer(timer: TimerName, callId: CallId = this.callId): this {
    return this.on({ type: 'timer', timer, callId })
  }

  get callId(): CallId {
    if (this.state.phase === 'idle') throw new Error('There is no call')
    return this.state.terms.callId
  }

  get phase(): CallState['phase'] {
    return this.state.phase
  }

  get reason(): string | null {
    return this.state.phase === 'ended' ? this.state.reason : null
  }

  /** The types of the last step's effects, in order. */
  get types(): string[] {
    return this.effects.map((effect) => effect.type)
  }

  /** What the last step told others. */
  get said(): ControlIntent[] {
    return this.effects.flatMap((effect) => (effect.type === 'send' ? [effect.message] : []))
  }

  effectsOf<T extends Effect['type']>(type: T): Extract<Effect, { type: T }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { type: T }> => effect.type === type)
  }
}

export function offerFrom(remote: Remote, callId: CallId, more: Partial<OfferEvent> = {}): OfferEvent {
  return {
    type: 'offer',
    callId,
    connectionId: `${callId}-1`,
    remote,
    remoteWithCamera: true,
    temperature: 'warm',
    admission: 'ring',
    ...more,
  }
}

export function calling(remote: Remote = ZOE, callId: CallId = 'ours'): Scene {
  return new Scene().on({ type: 'dial', callId, remote, withCamera: true })
}

export function called(remote: Remote = ZOE, more: Partial<OfferEvent> = {}): Scene {
  return new Scene().on(offerFrom(remote, 'theirs', more))
}

export function callingConnected(remote: Remote = ZOE): Scene {
  return calling(remote).on({ type: 'remoteAccepted', callId: 'ours' }).on({ type: 'linkUp', callId: 'ours' })
}

export function calledConnecting(remote: Remote = ZOE): Scene {
  return called(remote).on({ type: 'accept', callId: 'theirs', withCamera: true })
}

export function calledConnected(remote: Remote = ZOE): Scene {
  return calledConnecting(remote).on({ type: 'linkUp', callId: 'theirs' })
}

/** A new scene for every phase and role, so that tests can go through all of them. */
export function everyScene(): readonly (readonly [name: string, make: () => Scene])[] {
  return [
    ['idle', () => new Scene()],
    ['outgoing', () => calling()],
    ['outgoing and ringing', () => calling().on({ type: 'remoteRinging', callId: 'ours' })],
    ['outgoing with a line', () => calling().on({ type: 'linkUp', callId: 'ours' })],
    ['outgoing to a page', () => calling(PAGE)],
    ['incoming from a contact', () => called()],
    ['incoming from a contact, with one’s own camera shown', () => called(ZOE, { preview: true })],
    ['incoming from a contact, with a line', () => called().on({ type: 'linkUp', callId: 'theirs' })],
    ['incoming from a stranger', () => called(ZOE, { temperature: 'cold' })],
    ['incoming, silenced', () => called(ZOE, { admission: 'silent' })],
    ['incoming from a page', () => called(PAGE)],
    ['connecting as the caller', () => calling().on({ type: 'remoteAccepted', callId: 'ours' })],
    ['connecting as the callee', () => calledConnecting()],
    ['connecting to a page', () => calledConnecting(PAGE)],
    ['connected as the caller', () => callingConnected()],
    ['connected as the callee', () => calledConnected()],
    ['connected to a page', () => callingConnected(PAGE)],
    ['reconnecting as the caller', () => callingConnected().on({ type: 'linkDown', callId: 'ours' })],
    ['reconnecting as the callee', () => calledConnected().on({ type: 'linkDown', callId: 'theirs' })],
    ['reconnecting to a page', () => callingConnected(PAGE).on({ type: 'linkDown', callId: 'ours' })],
    ['ended', () => callingConnected().on({ type: 'hangUp' })],
    ['missed', () => called().on({ type: 'remoteCancelled', callId: 'theirs' })],
  ]
}
