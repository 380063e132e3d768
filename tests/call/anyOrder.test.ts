import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallEvent, OfferEvent, TimerName } from '../../src/call/event'
import type { CallId, Remote } from '../../src/call/remote'
import { type CallState, IDLE, isLive } from '../../src/call/state'
import { transition } from '../../src/call/transition'
import { EdgeModel } from './support/edgeModel'
import { ADA, ME, NOW, PAGE, ZOE } from './support/people'
import { SEED } from './support/seed'

const REMOTES: readonly [Remote, ...Remote[]] = [ADA, ZOE, PAGE]
/** Far over what they take: a busy machine is no failure. */
const TIME_LIMIT = { timeout: 60_000 }

const TIMERS: readonly TimerName[] = ['ring', 'ringKeepAlive', 'ringLife', 'connect', 'reconnect', 'redial']

/** What happens next, still without names: they are filled in from what there is by then. */
interface Happening {
  readonly type: CallEvent['type']
  readonly which: 'current' | 'earlier' | 'new'
  readonly remote: Remote
  readonly pick: number
  readonly flag: boolean
  readonly otherFlag: boolean
  readonly after: number
}

const TYPES: readonly CallEvent['type'][] = [
  'dial',
  'rejoin',
  'accept',
  'decline',
  'hangUp',
  'dismiss',
  'offer',
  'remoteRinging',
  'remoteKeepAlive',
  'remoteAccepted',
  'remoteDeclined',
  'remoteBusy',
  'remoteCancelled',
  'remoteHungUp',
  'pleaseRedial',
  'unreachable',
  'linkUp',
  'linkDown',
  'linkFailed',
  'identityMismatch',
  'mediaFailed',
  'signalingFailed',
  'takenOver',
  'networkChanged',
  'timer',
]

/** The ways of a call come more often than its accidents, or few orders would get anywhere. */
const COMMON: readonly CallEvent['type'][] = ['dial', 'offer', 'offer', 'accept', 'remoteAccepted', 'linkUp', 'linkDown', 'timer']

const happenings = fc.array(
  fc.record<Happening>({
    type: fc.oneof(fc.constantFrom(...TYPES), fc.constantFrom(...COMMON)),
    which: fc.constantFrom('current', 'current', 'earlier', 'new'),
    remote: fc.constantFrom(...REMOTES),
    pick: fc.nat({ max: 1000 }),
    flag: fc.boolean(),
    otherFlag: fc.boolean(),
    after: fc.constantFrom(0, 0, 1, 100, 300, 5_000),
  }),
  { maxLength: 60 },
)

/** One machine with a model of its edge; the edge's own duties (fresh ids, no offer twice) are kept here. */
class Machine {
  state: CallState = IDLE
  readonly edge = new EdgeModel()
  now = NOW
  #known: CallId[] = []
  #over = new Set<CallId>()
  #count = 0

  happen(happening: Happening): void {
    this.now += happening.after
    const event = this.#eventOf(happening)
    if (event === null) return
    const before = this.state
    const recorded = this.edge.records.length
    if (event.type === 'offer') this.edge.held.set(event.connectionId, event.callId)
    if (event.type === 'timer') this.edge.timers.delete(`${event.timer} ${event.callId}`)
    const next = transition(before, event, { now: this.now, localId: ME })
    this.state = next.state
    for (const effect of next.effects) this.edge.apply(effect)
    for (const record of this.edge.records.slice(recorded)) this.#over.add(record.callId)
    expect(this.edge.disagreements(this.state), `after ${event.type} while ${before.phase}`).toEqual([])
    this.#checkHistory(
      before,
      this.edge.records.slice(recorded).map(({ callId }) => callId),
    )
  }

  /** A call is recorded once, when it is over; one that gave way to a crossing call of the same person is not. */
  #checkHistory(before: CallState, recorded: CallId[]): void {
    expect(new Set(recorded).size).toBe(recorded.length)
    if (!isLive(before)) return
    const { callId } = before.terms
    const goesOn = isLive(this.state) && this.state.terms.callId === callId
    const glare = before.phase === 'outgoing' && this.state.phase === 'connecting' && !goesOn
    expect(recorded.includes(callId), `history of ${before.phase} -> ${this.state.phase}`).toBe(!goesOn && !glare)
  }

  #eventOf(happening: Happening): CallEvent | null {
    const { type, remote, flag } = happening
    const callId = this.#callIdFor(happening)
    switch (type) {
      case 'dial':
        return { type, callId: this.#fresh(), remote, withCamera: flag }
      case 'rejoin': {
        const direction = happening.otherFlag ? 'outgoing' : 'incoming'
        return { type, callId: this.#fresh(), remote, withCamera: flag, direction, connectedAt: flag ? NOW - 1000 : null }
      }
      case 'offer':
        return this.#offer(happening, callId)
      case 'accept':
        return { type, callId, withCamera: flag }
      case 'remoteHungUp':
        return { type, callId, cause: flag ? 'hangup' : 'mediaFailure' }
      case 'identityMismatch':
        return { type, callId, remote: this.#remoteFor(happening) }
      case 'timer': {
        const running = [...this.edge.timers].map((timer) => timer.split(' '))
        const [name, of] = running[happening.pick % Math.max(1, running.length)] ?? []
        const timer = TIMERS.find((candidate) => candidate === name)
        if (flag && timer !== undefined && of !== undefined) return { type, timer, callId: of }
        return { type, timer: TIMERS[happening.pick % TIMERS.length] ?? 'ring', callId: 'a call long over' }
      }
      case 'hangUp':
      case 'dismiss':
      case 'takenOver':
      case 'networkChanged':
        return { type }
      default:
        return { type, callId }
    }
  }

  #offer(happening: Happening, callId: CallId): OfferEvent | null {
    const shown = this.state.phase === 'ended' && this.state.terms.callId === callId
    if (this.#over.has(callId) && !shown) return null
    this.#count += 1
    return {
      type: 'offer',
      callId,
      connectionId: `connection-${this.#count}`,
      remote: this.#remoteFor(happening),
      remoteWithCamera: happening.flag,
      preview: happening.flag,
      temperature: happening.pick % 2 === 0 ? 'warm' : 'cold',
      admission: happening.pick % 5 === 0 ? 'silent' : 'ring',
      purpose: happening.otherFlag && happening.flag ? 'resume' : 'ring',
    }
  }

  /** Mostly the one the call is with: strangers who know its id are rare. */
  #remoteFor({ pick, remote }: Happening): Remote {
    return pick % 4 !== 0 && this.state.phase !== 'idle' ? this.state.terms.remote : remote
  }

  #callIdFor({ which, pick }: Happening): CallId {
    if (which === 'new') return this.#fresh()
    if (which === 'earlier') return this.#known[pick % Math.max(1, this.#known.length)] ?? this.#fresh()
    return this.state.phase === 'idle' ? this.#fresh() : this.state.terms.callId
  }

  #fresh(): CallId {
    this.#count += 1
    const callId = `call-${this.#count}`
    this.#known.push(callId)
    return callId
  }
}

test('no order of events leaves two calls, a held device, an open connection, a running timer or a ring', TIME_LIMIT, () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(happenings, (list) => {
      const machine = new Machine()
      for (const happening of list) {
        machine.happen(happening)
        seen.add(machine.state.phase)
      }
    }),
    { seed: SEED, numRuns: 5_000 },
  )
  expect([...seen].sort()).toEqual(['connected', 'connecting', 'ended', 'idle', 'incoming', 'outgoing', 'reconnecting'])
})

test('after any order of events, hanging up leaves nothing behind and the next call starts', TIME_LIMIT, () => {
  fc.assert(
    fc.property(happenings, (list) => {
      const machine = new Machine()
      for (const happening of list) machine.happen(happening)
      const base = { which: 'new', remote: ZOE, pick: 1, flag: true, otherFlag: false, after: 0 } as const
      machine.happen({ ...base, type: 'hangUp' })
      expect(isLive(machine.state)).toBe(false)
      machine.happen({ ...base, type: 'dial' })
      expect(machine.state.phase).toBe('outgoing')
    }),
    { seed: SEED, numRuns: 1_000 },
  )
})
