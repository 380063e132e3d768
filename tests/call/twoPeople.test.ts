import { describe, expect, test } from 'vitest'
import { isLive } from '../../src/call/state'
import { between, makeRandom, SEED } from './support/seed'
import { type Weather, World } from './support/world'

/** Far over what they take: a busy machine is no failure. */
const TIME_LIMIT = { timeout: 60_000 }

const GLARES = 10_000
const MINUTE = 60_000

const FAIR: Weather = { delay: [20, 200], loss: 0, repeat: 0, temperature: 'warm' }
/** Each control message and each offer may be lost, come twice, or come after one sent later. */
const FOUL: Weather = { delay: [5, 800], loss: 0.1, repeat: 0.1, temperature: 'warm' }

function expectTalking(world: World, seed: number): void {
  const phases = world.both.map(({ state }) => state.phase)
  const { low, high } = world
  expect({ seed, phases, sameCall: low.callId === high.callId }).toEqual({
    seed,
    phases: ['connected', 'connected'],
    sameCall: true,
  })
}

function expectOver(world: World, seed: number): void {
  const live = world.both.filter(({ state }) => isLive(state)).map(({ id, state }) => `${id} is ${state.phase}`)
  expect({ seed, live }).toEqual({ seed, live: [] })
}

function worldOf(seed: number, weather: Weather): World {
  const random = makeRandom(seed)
  return new World(random, { ...weather, temperature: random() < 0.5 ? 'warm' : 'cold' })
}

/** A call from a random one of the two, answered after a moment. */
function talkingWorld(seed: number, weather: Weather): World {
  const world = worldOf(seed, weather)
  const caller = world.random() < 0.5 ? world.low : world.high
  caller.dial('call')
  world.clock.run(MINUTE / 30)
  caller.other.acceptWhatRings()
  world.clock.run(MINUTE / 6)
  return world
}

describe('both dial each other', TIME_LIMIT, () => {
  test.each([
    ['over a fair server', FAIR],
    ['over a server that loses, repeats and reorders', FOUL],
  ])(`${GLARES} offsets end in one call %s`, (_, weather) => {
    const ways = { outgoing: 0, incoming: 0 }
    for (let index = 0; index < GLARES; index++) {
      const seed = SEED + index
      const world = worldOf(seed, weather)
      const [low, high] = world.both
      // From the very same moment to the second offer just crossing the first one's `ringing`.
      const offset = between(world.random, -1, 1) * weather.delay[1] * 1.5
      world.clock.after(Math.max(0, offset), () => low.dial('lower-call'))
      world.clock.after(Math.max(0, -offset), () => high.dial('higher-call'))
      world.clock.run(MINUTE / 2)
      expectTalking(world, seed)
      expect(world.both.map(({ edge }) => edge.acquisitions)).toEqual([1, 1])
      expect(world.both.flatMap(({ edge }) => edge.records)).toEqual([])
      if (isLive(low.state)) ways[low.state.terms.direction] += 1
    }
    expect(ways.outgoing).toBeGreaterThan(ways.incoming)
    expect(ways.incoming).toBeGreaterThan(0)
  })
})

describe('one calls, the other answers', TIME_LIMIT, () => {
  test('they talk, whatever the server loses, repeats or reorders', () => {
    for (let seed = SEED; seed < SEED + 2_000; seed++) {
      const world = worldOf(seed, FOUL)
      world.high.dial('call')
      // An answer as soon as it rings: within a second of it, for as long as somebody calls.
      for (let second = 0; second < 20; second++) world.clock.after(second * 1_000, () => world.low.acceptWhatRings())
      world.clock.run(MINUTE)
      expectTalking(world, seed)
    }
  })

  test('either hangs up at any moment, and the call is over on both sides', () => {
    for (let seed = SEED; seed < SEED + 4_000; seed++) {
      const world = worldOf(seed, FOUL)
      const { random, clock } = world
      world.low.dial('call')
      clock.after(between(random, 0, 6_000), () => world.high.acceptWhatRings())
      const quitter = random() < 0.5 ? world.low : world.high
      const forgetful = random() < 0.3
      const quit = () => {
        if (!isLive(quitter.state)) clock.after(500, quit)
        else {
          quitter.dispatch({ type: 'hangUp' })
          if (forgetful) quitter.dispatch({ type: 'dismiss' })
        }
      }
      clock.after(between(random, 0, 10_000), quit)
      clock.run(2 * MINUTE)
      expectOver(world, seed)
    }
  })

  test('a hang up reaches the other side in one trip', () => {
    for (let seed = SEED; seed < SEED + 500; seed++) {
      const world = talkingWorld(seed, FAIR)
      expectTalking(world, seed)
      const { random, clock } = world
      const quitter = random() < 0.5 ? world.low : world.high
      quitter.dispatch({ type: 'hangUp' })
      clock.run(FAIR.delay[1])
      expectOver(world, seed)
      expect(quitter.other.state).toMatchObject({ reason: 'remoteHangup' })
    }
  })

  test('nobody answers, and both know it at 45 s', () => {
    const world = worldOf(SEED, FAIR)
    world.low.dial('call')
    world.clock.run(45_000 - 1)
    expect(world.both.map(({ state }) => state.phase)).toEqual(['outgoing', 'incoming'])
    world.clock.run(1 + FAIR.delay[1])
    expect(world.low.state).toMatchObject({ phase: 'ended', reason: 'ringTimeout' })
    expect(world.high.state).toMatchObject({ phase: 'ended', reason: 'remoteCancelled' })
    expect(world.high.edge.records).toMatchObject([{ outcome: 'missed' }])
  })

  test('the caller vanishes while it rings: a missed call within 10 s', () => {
    const world = worldOf(SEED, FAIR)
    world.low.dial('call')
    world.clock.run(5_000)
    world.cut = true
    world.clock.run(10_000)
    expect(world.high.state).toMatchObject({ phase: 'ended', reason: 'remoteCancelled' })
    expect(world.high.edge.records).toMatchObject([{ outcome: 'missed' }])
  })
})

describe('the line is lost', TIME_LIMIT, () => {
  test.each([
    ['both notice within 3 s', [500, 3_000]],
    ['one may notice long before the other', [200, 15_000]],
  ] as const)('and comes back: the call goes on, the same one, with the devices it had (%s)', (_, notice) => {
    for (let seed = SEED; seed < SEED + 1_000; seed++) {
      const world = talkingWorld(seed, FAIR)
      expectTalking(world, seed)
      const since = world.both.map(({ state }) => (state.phase === 'connected' ? state.connectedAt : null))
      world.cutFor(between(world.random, 100, 12_000), notice)
      world.clock.run(MINUTE)
      expectTalking(world, seed)
      expect(world.both.map(({ state }) => (state.phase === 'connected' ? state.connectedAt : null))).toEqual(since)
      expect(world.both.map(({ edge }) => edge.acquisitions)).toEqual([1, 1])
    }
  })

  test('for 10 s: both are talking again within 2 s and two round trips of its return', () => {
    for (let seed = SEED; seed < SEED + 500; seed++) {
      const world = talkingWorld(seed, FAIR)
      world.cutFor(10_000, [500, 3_000])
      world.clock.run(10_000)
      expect(world.both.map(({ state }) => state.phase)).toEqual(['reconnecting', 'reconnecting'])
      world.clock.run(2_000 + 4 * 2 * FAIR.delay[1])
      expectTalking(world, seed)
    }
  })

  test('and everything the server carries is lost, repeated or late besides: still it heals', () => {
    for (let seed = SEED; seed < SEED + 500; seed++) {
      const world = worldOf(seed, FOUL)
      world.low.dial('call')
      for (let second = 0; second < 20; second++) world.clock.after(second * 1_000, () => world.high.acceptWhatRings())
      world.clock.run(MINUTE)
      expectTalking(world, seed)
      world.cutFor(between(world.random, 100, 10_000), [500, 3_000])
      world.clock.run(MINUTE)
      expectTalking(world, seed)
    }
  })

  test('for good: "Connection lost" on both sides after 30 s, nothing held', () => {
    for (let seed = SEED; seed < SEED + 200; seed++) {
      const world = talkingWorld(seed, FAIR)
      world.cutFor(10 * MINUTE, [0, 1_000])
      world.clock.run(31_000)
      expect(world.both.map(({ state }) => state.phase)).toEqual(['ended', 'ended'])
      expect(world.both.map(({ state }) => state)).toMatchObject([
        { reason: 'connectionFailure' },
        { reason: 'connectionFailure' },
      ])
      expect(world.both.map(({ edge }) => edge.devices)).toEqual([null, null])
    }
  })

  test('and one hangs up meanwhile: over here at once, over there when the network is back', () => {
    for (let seed = SEED; seed < SEED + 500; seed++) {
      const world = talkingWorld(seed, FAIR)
      world.cutFor(8_000, [500, 3_000])
      world.clock.run(5_000)
      const quitter = world.random() < 0.5 ? world.low : world.high
      quitter.dispatch({ type: 'hangUp' })
      expect(quitter.edge.devices).toBeNull()
      expect(quitter.other.state.phase).toBe('reconnecting')
      world.clock.run(3_000 + 2_000 + 2 * FAIR.delay[1])
      expectOver(world, seed)
      expect(quitter.other.state).toMatchObject({ reason: 'remoteHangup' })
    }
  })
})
