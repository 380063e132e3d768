import type { CallRecord, Effect } from '../../../src/call/effect'
import type { CallId } from '../../../src/call/remote'
import { type CallState, isLive } from '../../../src/call/state'

/** What an edge would hold after the effects so far. Effects that make no sense throw; `check` compares with the state. */
export class EdgeModel {
  /** Offers neither answered nor dropped, and connections answered: connection id to call. */
  readonly held = new Map<string, CallId>()
  readonly answered = new Map<string, CallId>()
  readonly dialled = new Set<CallId>()
  readonly timers = new Set<string>()
  readonly records: CallRecord[] = []
  devices: CallId | null = null
  /** Whose ring shows this person their own camera. */
  preview: CallId | null = null
  acquisitions = 0
  flowing: CallId | null = null
  ringtone = false
  ringback = false
  rejoinable: CallId | null = null

  apply(effect: Effect): void {
    switch (effect.type) {
      case 'openLink':
        this.dialled.add(effect.callId)
        return
      case 'answerLink': {
        if (effect.connectionId === null || this.held.get(effect.connectionId) !== effect.callId) {
          throw new Error(`Answers an offer that is not held: ${effect.connectionId}`)
        }
        this.held.delete(effect.connectionId)
        this.answered.set(effect.connectionId, effect.callId)
        return
      }
      case 'dropOffer':
        if (!this.held.delete(effect.connectionId) && !this.answered.delete(effect.connectionId)) {
          throw new Error(`Drops an offer that is not there: ${effect.connectionId}`)
        }
        return
      case 'closeLink':
        for (const connections of [this.held, this.answered]) {
          for (const [connectionId, callId] of connections) if (callId === effect.callId) connections.delete(connectionId)
        }
        this.dialled.delete(effect.callId)
        return
      case 'acquireMedia':
        if (this.devices !== null) throw new Error('Opens devices that are open')
        if (this.preview !== null && this.preview !== effect.callId) throw new Error('Takes over the camera of another ring')
        this.preview = null
        this.devices = effect.callId
        this.acquisitions += 1
        return
      case 'adoptMedia':
        if (this.devices !== effect.from) throw new Error('Adopts devices that the other call does not have')
        this.devices = effect.callId
        this.flowing = null
        return
      case 'startMedia':
        if (this.devices !== effect.callId) throw new Error('Starts media without devices')
        if (this.flowing !== null) throw new Error('Starts media twice')
        this.flowing = effect.callId
        return
      case 'previewCamera':
        if (this.devices !== null || this.preview !== null) throw new Error('Opens a camera that is open')
        this.preview = effect.callId
        return
      case 'releaseMedia':
        if (this.preview === effect.callId) {
          this.preview = null
          return
        }
        if (this.devices !== effect.callId) throw new Error('Releases devices that this call does not have')
        this.devices = null
        this.flowing = null
        return
      case 'startRingtone':
        if (this.ringtone) throw new Error('Rings twice')
        this.ringtone = true
        return
      case 'stopRingtone':
        this.ringtone = false
        return
      case 'playTone':
        if (effect.tone === 'ringback') this.ringback = true
        return
      case 'stopRingback':
        this.ringback = false
        return
      case 'startTimer':
        if (!(effect.ms > 0)) throw new Error(`A timer of ${effect.ms} ms`)
        this.timers.add(`${effect.timer} ${effect.callId}`)
        return
      case 'stopTimer':
        this.timers.delete(`${effect.timer} ${effect.callId}`)
        return
      case 'record':
        this.records.push(effect.record)
        return
      case 'rememberForRejoin':
        this.rejoinable = effect.terms.callId
        return
      case 'forgetRejoin':
        this.rejoinable = null
        return
      case 'send':
        if (effect.remote.kind === 'plain') throw new Error('Speaks to a plain client')
        return
      case 'refreshSignaling':
        return
      default:
        effect satisfies never
    }
  }

  /** Everything in which edge and state disagree. */
  disagreements(state: CallState): string[] {
    const found: string[] = []
    const expect = (holds: boolean, what: string) => {
      if (!holds) found.push(`${state.phase}: ${what}`)
    }
    const connections = new Set([...this.dialled, ...this.held.values(), ...this.answered.values()])
    const timers = [...this.timers].map((timer) => timer.split(' '))
    if (!isLive(state)) {
      expect(this.devices === null && this.preview === null, 'a device is held')
      expect(connections.size === 0, `a connection is open: ${[...connections].join(', ')}`)
      expect(timers.length === 0, `a timer runs: ${[...this.timers].join(', ')}`)
      expect(!this.ringtone && !this.ringback, 'it rings')
      expect(this.rejoinable === null, 'Rejoin is offered')
      return found
    }
    const { terms, phase } = state
    const plain = terms.remote.kind === 'plain'
    const answered = phase === 'connecting' || phase === 'connected' || phase === 'reconnecting'
    expect(this.devices === (phase === 'incoming' ? null : terms.callId), `devices belong to ${this.devices}`)
    expect(
      this.preview === (phase === 'incoming' && terms.preview ? terms.callId : null),
      `the camera is shown for ${this.preview}`,
    )
    expect(this.flowing === (answered ? terms.callId : null), `media flows for ${this.flowing}`)
    expect(
      [...connections].every((callId) => callId === terms.callId),
      `connections of other calls: ${[...connections].join(', ')}`,
    )
    expect(
      timers.every(([, callId]) => callId === terms.callId),
      `timers of other calls: ${[...this.timers].join(', ')}`,
    )
    const names = timers.map(([name]) => name ?? '')
    expect(
      names.every((name) => ALLOWED[phase].includes(name)),
      `timers of other phases: ${names.join(', ')}`,
    )
    const limit = LIMIT[phase]
    expect(limit === null || names.includes(limit), `no ${limit} timer: it could last for ever`)
    expect(!plain || names.every((name) => name === limit), `a plain client cannot hear of ${names.join(', ')}`)
    expect(this.ringtone === (phase === 'incoming' && terms.admission === 'ring'), `ringtone ${this.ringtone}`)
    expect(this.ringback === (phase === 'outgoing' && (plain || state.ringing)), `ringback ${this.ringback}`)
    return found
  }
}

const ALLOWED: Record<CallState['phase'], readonly string[]> = {
  idle: [],
  outgoing: ['ring', 'ringKeepAlive', 'redial'],
  incoming: ['ring', 'ringLife'],
  connecting: ['connect', 'redial'],
  connected: [],
  reconnecting: ['reconnect', 'redial'],
  ended: [],
}

const LIMIT: Record<CallState['phase'], string | null> = {
  idle: null,
  outgoing: 'ring',
  incoming: 'ring',
  connecting: 'connect',
  connected: null,
  reconnecting: 'reconnect',
  ended: null,
}
