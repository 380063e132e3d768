import type { ControlIntent, Effect } from '../../../src/call/effect'
import type { CallEvent } from '../../../src/call/event'
import type { CallId, Remote } from '../../../src/call/remote'
import { type CallState, IDLE } from '../../../src/call/state'
import { transition } from '../../../src/call/transition'
import { Clock } from './clock'
import { EdgeModel } from './edgeModel'
import { NOW } from './people'
import { between, type Random } from './seed'

/** What the way between two people is like. Delays in ms, one way; chances from 0 to 1. */
export interface Weather {
  readonly delay: readonly [low: number, high: number]
  readonly loss: number
  readonly repeat: number
  readonly temperature: 'warm' | 'cold'
}

type Packet =
  | { readonly type: 'offer'; readonly line: Line; readonly from: Person; readonly purpose: 'ring' | 'resume' }
  | { readonly type: 'answer'; readonly line: Line }
  | { readonly type: 'control'; readonly callId: CallId; readonly message: ControlIntent }

type EndState = 'opening' | 'up' | 'down' | 'closed'

/** One connection between two machines, each of which sees its own end. */
class Line {
  readonly ends = new Map<Person, EndState>()

  constructor(
    readonly order: number,
    readonly callId: CallId,
    readonly offerer: Person,
    readonly answerer: Person,
  ) {
    this.ends.set(offerer, 'opening')
  }

  get connectionId(): string {
    return `connection-${this.order}`
  }

  other(person: Person): Person {
    return person === this.offerer ? this.answerer : this.offerer
  }
}

/** Two people, a server between them that delays, loses, repeats and reorders, and lines that can be cut. */
export class World {
  readonly clock = new Clock(NOW)
  readonly low: Person
  readonly high: Person
  /** Nothing passes, neither by the server nor by any line. */
  cut = false
  lines: Line[] = []

  constructor(
    readonly random: Random,
    readonly weather: Weather,
  ) {
    this.low = new Person(this, 'ALICE')
    this.high = new Person(this, 'BOB')
  }

  get both(): readonly [Person, Person] {
    return [this.low, this.high]
  }

  other(person: Person): Person {
    return person === this.low ? this.high : this.low
  }

  delay(): number {
    return between(this.random, ...this.weather.delay)
  }

  /** By the server. */
  post(to: Person, packet: Packet): void {
    if (this.cut) return
    if (this.random() >= this.weather.loss) this.#deliver(to, packet)
    if (this.random() < this.weather.repeat) this.#deliver(to, packet)
  }

  #deliver(to: Person, packet: Packet): void {
    this.clock.after(this.delay(), () => {
      if (!this.cut) to.receive(packet)
    })
  }

  line(callId: CallId, offerer: Person): Line {
    const line = new Line(this.lines.length, callId, offerer, this.other(offerer))
    this.lines.push(line)
    return line
  }

  /** The answer has arrived: checks and handshake take a round trip, and each side is done in its own time. */
  establish(line: Line): void {
    const roundTrip = 2 * this.delay()
    for (const person of this.both) {
      this.clock.after(roundTrip + this.delay() / 2, () => {
        const alive = [...line.ends.values()].every((end) => end !== 'closed')
        if (!this.cut && alive && line.ends.get(person) === 'opening') person.lineUp(line)
      })
    }
  }

  /** Every line dies; each side notices within `notice` ms. What is made after `ms` stands again. */
  cutFor(ms: number, notice: readonly [low: number, high: number]): void {
    this.cut = true
    for (const line of this.lines) {
      for (const person of this.both) {
        this.clock.after(between(this.random, ...notice), () => person.lineDown(line))
      }
    }
    this.clock.after(ms, () => {
      this.cut = false
    })
  }
}

/** One machine: the real transition, and an edge that speaks to the world. */
export class Person {
  state: CallState = IDLE
  readonly edge = new EdgeModel()
  readonly #timers = new Map<string, { cancel(): void }>()
  readonly #seen = new Set<string>()
  readonly #offers = new Map<string, Line>()
  #current: Line | null = null

  constructor(
    readonly world: World,
    readonly id: string,
  ) {}

  get remote(): Remote {
    return { kind: 'tabcall', id: this.id }
  }

  get other(): Person {
    return this.world.other(this)
  }

  get callId(): CallId | null {
    return this.state.phase === 'idle' ? null : this.state.terms.callId
  }

  dial(callId: CallId): void {
    this.dispatch({ type: 'dial', callId, remote: this.other.remote, withCamera: true })
  }

  acceptWhatRings(): void {
    if (this.state.phase === 'incoming') this.dispatch({ type: 'accept', callId: this.state.terms.callId, withCamera: false })
  }

  dispatch(event: CallEvent): void {
    const next = transition(this.state, event, { now: this.world.clock.now, localId: this.id })
    this.state = next.state
    for (const effect of next.effects) {
      this.edge.apply(effect)
      this.#run(effect)
    }
    const wrong = this.edge.disagreements(this.state)
    if (wrong.length > 0) throw new Error(`${this.id} after ${event.type}: ${wrong.join('; ')}`)
  }

  receive(packet: Packet): void {
    switch (packet.type) {
      case 'offer':
        this.#receiveOffer(packet.line, packet.from, packet.purpose)
        return
      case 'answer':
        if (packet.line.ends.get(this) === 'opening' && !this.#seen.has(`answer ${packet.line.connectionId}`)) {
          this.#seen.add(`answer ${packet.line.connectionId}`)
          this.world.establish(packet.line)
        }
        return
      case 'control':
        this.dispatch(eventOf(packet.callId, packet.message))
        return
      default:
        packet satisfies never
    }
  }

  lineUp(line: Line): void {
    line.ends.set(this, 'up')
    const current = this.#current
    if (current !== null && current.ends.get(this) === 'up' && current.order > line.order) return
    this.#current = line
    for (const older of this.world.lines) {
      if (older.callId === line.callId && older.order < line.order) this.#close(older)
    }
    this.dispatch({ type: 'linkUp', callId: line.callId })
  }

  lineDown(line: Line): void {
    if (line.ends.get(this) !== 'up') return
    line.ends.set(this, 'down')
    if (this.#current !== line) return
    this.#current = this.world.lines.find((other) => other.callId === line.callId && other.ends.get(this) === 'up') ?? null
    if (this.#current === null) this.dispatch({ type: 'linkDown', callId: line.callId })
  }

  /** The gate: no offer twice, and none again of a call that is over and forgotten. */
  #receiveOffer(line: Line, from: Person, purpose: 'ring' | 'resume'): void {
    const { callId, connectionId } = line
    const shown = this.state.phase !== 'idle' && this.state.terms.callId === callId
    const over = this.edge.records.some((record) => record.callId === callId) && !shown
    if (this.#seen.has(connectionId) || over) return
    this.#seen.add(connectionId)
    this.#offers.set(connectionId, line)
    this.edge.held.set(connectionId, callId)
    const { temperature } = this.world.weather
    this.dispatch({
      type: 'offer',
      callId,
      connectionId,
      remote: from.remote,
      remoteWithCamera: true,
      preview: true,
      temperature,
      admission: 'ring',
      purpose,
    })
  }

  #run(effect: Effect): void {
    const { world } = this
    switch (effect.type) {
      case 'openLink': {
        const line = world.line(effect.callId, this)
        world.post(this.other, { type: 'offer', line, from: this, purpose: effect.purpose })
        return
      }
      case 'answerLink': {
        const line = effect.connectionId === null ? undefined : this.#offers.get(effect.connectionId)
        if (line === undefined || line.ends.has(this)) return
        line.ends.set(this, 'opening')
        world.post(this.other, { type: 'answer', line })
        return
      }
      case 'dropOffer': {
        const line = this.#offers.get(effect.connectionId)
        if (line !== undefined) this.#close(line)
        return
      }
      case 'closeLink':
        for (const line of world.lines) if (line.callId === effect.callId) this.#close(line)
        return
      case 'send':
        this.#send(effect.callId, effect.message)
        return
      case 'startTimer': {
        const { timer, callId, ms } = effect
        const key = `${timer} ${callId}`
        this.#timers.get(key)?.cancel()
        this.#timers.set(
          key,
          world.clock.after(ms, () => {
            this.#timers.delete(key)
            this.edge.timers.delete(key)
            this.dispatch({ type: 'timer', timer, callId })
          }),
        )
        return
      }
      case 'stopTimer':
        this.#timers.get(`${effect.timer} ${effect.callId}`)?.cancel()
        return
      default:
    }
  }

  /** By the server, and by the line where there is one: a line loses nothing while it stands. */
  #send(callId: CallId, message: ControlIntent): void {
    const { world } = this
    world.post(this.other, { type: 'control', callId, message })
    const line = this.#current
    if (line?.callId !== callId || line.ends.get(this) !== 'up' || world.cut) return
    world.clock.after(world.delay(), () => {
      if (!world.cut && line.ends.get(this.other) === 'up') this.other.receive({ type: 'control', callId, message })
    })
  }

  #close(line: Line): void {
    const mine = line.ends.get(this)
    if (mine === undefined || mine === 'closed') return
    line.ends.set(this, 'closed')
    if (this.#current === line) this.#current = null
    const { world } = this
    // The other end sees the close itself, or, when that is lost, silence.
    const seen = mine === 'up' && !world.cut ? 2 * world.delay() : 3_000
    world.clock.after(seen, () => this.other.lineDown(line))
  }
}

function eventOf(callId: CallId, message: ControlIntent): CallEvent {
  switch (message.type) {
    case 'ringing':
      return { type: 'remoteRinging', callId }
    case 'keepAlive':
      return { type: 'remoteKeepAlive', callId }
    case 'accept':
      return { type: 'remoteAccepted', callId }
    case 'decline':
      return { type: 'remoteDeclined', callId }
    case 'busy':
      return { type: 'remoteBusy', callId }
    case 'cancel':
      return { type: 'remoteCancelled', callId }
    case 'hangUp':
      return { type: 'remoteHungUp', callId, cause: message.cause }
    case 'pleaseRedial':
      return { type: 'pleaseRedial', callId }
    default:
      return message satisfies never
  }
}
