import type { CallRecord, Effect } from '../../call/effect'
import type { CallEvent, TimerName } from '../../call/event'
import type { CallId } from '../../call/remote'
import { type CallState, IDLE, type Terms } from '../../call/state'
import type { TransitionFunction } from '../../call/transition'
import type { CallLinks } from '../link/callLinks'
import type { Ringer } from '../ports'

/** What the call's effects act on. */
export interface CallEdge {
  readonly links: CallLinks
  readonly ringer: Ringer
  readonly media: {
    /** Resolves false when neither microphone nor camera could be opened. */
    acquire(wanted: { readonly camera: boolean }): Promise<boolean>
    previewCamera(): void
    start(): void
    release(): void
  }
  record(record: CallRecord): void
  rememberForRejoin(terms: Terms, connectedAt: number | null): void
  forgetRejoin(): void
  refreshSignaling(): void
  now(): number
}

/** Time for the views, which are drawn on this same thread, to show how things stand. */
const SHOW_FIRST_MS = 30

/** What this person did: their devices are closed at once. */
const OWN_ENDS: ReadonlySet<CallEvent['type']> = new Set(['hangUp', 'decline'])

/** What takes its time and nobody waits for: it comes after what the other side and the views are told. */
function canWait(effect: Effect, event: CallEvent, state: CallState): boolean {
  switch (effect.type) {
    case 'playTone':
    case 'startRingtone':
    case 'record':
    case 'rememberForRejoin':
    case 'forgetRejoin':
    case 'previewCamera':
      return true
    case 'acquireMedia':
      // Nobody is heard or seen before the other side has accepted.
      return event.type === 'dial'
    case 'closeLink':
      return state.phase === 'ended'
    case 'releaseMedia':
      return state.phase === 'ended' && !OWN_ENDS.has(event.type)
    default:
      return false
  }
}

/** A sound that has not begun need not begin only to be stopped. */
function silences(effect: Effect, left: Effect): boolean {
  if (effect.type === 'stopRingtone') return left.type === 'startRingtone'
  return effect.type === 'stopRingback' && left.type === 'playTone' && left.tone === 'ringback'
}

/** Runs the call: events in, state kept, effects carried out. The only place where the state changes. */
export class CallRunner {
  #state: CallState = IDLE
  #transition: TransitionFunction
  #localId: string
  #edge: CallEdge
  #timers = new Map<string, ReturnType<typeof setTimeout>>()
  #queue: CallEvent[] = []
  /** Whose devices are open; a glare hands them from one call id to another. */
  #mediaCallId: CallId = ''
  #running = false
  #left: Effect[] = []
  #leftTimer: ReturnType<typeof setTimeout> | undefined
  #listeners = new Set<(state: CallState, before: CallState) => void>()

  constructor(transition: TransitionFunction, localId: string, edge: CallEdge) {
    this.#transition = transition
    this.#localId = localId
    this.#edge = edge
  }

  get state(): CallState {
    return this.#state
  }

  onChange(listener: (state: CallState, before: CallState) => void): void {
    this.#listeners.add(listener)
  }

  /** Events raised by effects wait until the effects of the present one are done. */
  dispatch(event: CallEvent): void {
    this.#queue.push(event)
    if (this.#running) return
    this.#running = true
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next)
    this.#running = false
  }

  #step(event: CallEvent): void {
    const before = this.#state
    const { state, effects } = this.#transition(before, event, { now: this.#edge.now(), localId: this.#localId })
    this.#left = this.#left.filter((left) => !effects.some((effect) => silences(effect, left)))
    this.#finish()
    this.#state = state
    for (const effect of effects) {
      if (canWait(effect, event, state)) this.#left.push(effect)
      else this.#run(effect)
    }
    if (this.#left.length > 0) this.#leftTimer = setTimeout(() => this.#finish(), SHOW_FIRST_MS)
    if (state !== before) for (const listener of this.#listeners) listener(state, before)
  }

  /** Runs what was left over, before anything else happens to the call. */
  #finish(): void {
    clearTimeout(this.#leftTimer)
    for (const effect of this.#left.splice(0)) this.#run(effect)
  }

  #run(effect: Effect): void {
    const { links, ringer, media } = this.#edge
    switch (effect.type) {
      case 'openLink':
        links.open(effect.callId, effect.remote, { purpose: effect.purpose, camera: effect.withCamera })
        return
      case 'answerLink':
        links.answer(effect.callId, effect.connectionId)
        return
      case 'closeLink':
        links.close(effect.callId)
        return
      case 'dropOffer':
        links.dropOffer(effect.connectionId)
        return
      case 'send':
        links.send(effect.callId, effect.remote, effect.message)
        return
      case 'acquireMedia':
        this.#acquire(effect.callId, effect.withCamera)
        return
      case 'previewCamera':
        media.previewCamera()
        return
      case 'adoptMedia':
        this.#mediaCallId = effect.callId
        return
      case 'startMedia':
        links.release(effect.callId)
        media.start()
        return
      case 'releaseMedia':
        media.release()
        return
      case 'startRingtone':
        ringer.startRinging()
        return
      case 'stopRingtone':
        ringer.stopRinging()
        return
      case 'playTone':
        ringer.playTone(effect.tone)
        return
      case 'stopRingback':
        ringer.stopRingback()
        return
      case 'startTimer':
        this.#startTimer(effect.timer, effect.callId, effect.ms)
        return
      case 'stopTimer':
        this.#stopTimer(effect.timer, effect.callId)
        return
      case 'refreshSignaling':
        this.#edge.refreshSignaling()
        return
      case 'record':
        this.#edge.record(effect.record)
        return
      case 'rememberForRejoin':
        this.#edge.rememberForRejoin(effect.terms, effect.connectedAt)
        return
      case 'forgetRejoin':
        this.#edge.forgetRejoin()
        return
      default:
        effect satisfies never
    }
  }

  #acquire(callId: CallId, camera: boolean): void {
    this.#mediaCallId = callId
    void this.#edge.media.acquire({ camera }).then((opened) => {
      if (!opened) this.dispatch({ type: 'mediaFailed', callId: this.#mediaCallId })
    })
  }

  #startTimer(timer: TimerName, callId: string, ms: number): void {
    this.#stopTimer(timer, callId)
    const key = `${timer} ${callId}`
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key)
        this.dispatch({ type: 'timer', timer, callId })
      }, ms),
    )
  }

  #stopTimer(timer: TimerName, callId: string): void {
    const key = `${timer} ${callId}`
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
  }
}
