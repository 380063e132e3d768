import { describe, expect, test } from 'vitest'
import type { CallEvent } from '../../src/call/event'
import type { CallState } from '../../src/call/state'
import { transition } from '../../src/call/transition'
import { EdgeModel } from './support/edgeModel'
import { eventsOf, otherEvents } from './support/events'
import { ME } from './support/people'
import { everyScene, type Scene } from './support/scene'

/** The edge as it is after all that led to the scene. */
function edgeOf(scene: Scene): EdgeModel {
  const edge = new EdgeModel()
  // Scenes begin with one offer at most, and end with what it became.
  if (scene.state.phase !== 'idle' && scene.state.terms.direction === 'incoming') edge.held.set('theirs-1', 'theirs')
  for (const effect of scene.all) edge.apply(effect)
  return edge
}

function step(edge: EdgeModel, state: CallState, event: CallEvent, now: number): CallState {
  if (event.type === 'offer') edge.held.set(event.connectionId, event.callId)
  if (event.type === 'timer') edge.timers.delete(`${event.timer} ${event.callId}`)
  const next = transition(state, event, { now, localId: ME })
  for (const effect of next.effects) edge.apply(effect)
  return next.state
}

function ownCallId(scene: Scene): string {
  return scene.state.phase === 'idle' ? 'none' : scene.callId
}

/** A timer that was never started cannot fire: the edge would not let it. */
function canHappen(edge: EdgeModel, event: CallEvent): boolean {
  return event.type !== 'timer' || edge.timers.has(`${event.timer} ${event.callId}`)
}

describe.each(everyScene())('%s', (_, make) => {
  const events = [...eventsOf(ownCallId(make())), ...otherEvents(ownCallId(make()))]

  test('takes every event, and every second one after it, with an edge that agrees', () => {
    for (const first of events) {
      for (const second of events) {
        const scene = make()
        const edge = edgeOf(scene)
        if (!canHappen(edge, first)) continue
        const between = step(edge, scene.state, first, scene.now)
        expect(edge.disagreements(between), first.type).toEqual([])
        // Their connection ids are the same; the gate lets no offer through twice.
        if (!canHappen(edge, second) || (first.type === 'offer' && second.type === 'offer')) continue
        const after = step(edge, between, second, scene.now + 300)
        expect(edge.disagreements(after), `${first.type}, then ${second.type}`).toEqual([])
      }
    }
  })

  test('does not let a late event of another call change anything', () => {
    const scene = make()
    for (const event of eventsOf('a call long over')) {
      const next = transition(scene.state, event, { now: scene.now, localId: ME })
      expect(next.state, event.type).toBe(scene.state)
      expect(next.effects, event.type).toEqual([])
    }
  })

  test('does nothing twice when a message comes on both carriers', () => {
    for (const event of eventsOf(ownCallId(make()))) {
      // These two are answered each time, and the edge repeats them with each redial.
      if (event.type === 'remoteKeepAlive' || event.type === 'timer') continue
      const scene = make().on(event)
      const { state } = scene
      scene.on(event)
      expect(scene.phase, event.type).toBe(state.phase)
      const repeated = scene.types.filter((type) => type !== 'send' && type !== 'startTimer' && type !== 'refreshSignaling')
      expect(repeated, event.type).toEqual([])
    }
  })
})
