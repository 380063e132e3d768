import { describe, expect, test } from 'vitest'
import { NOW, PAGE, ZOE } from './support/people'
import { calledConnected, callingConnected, offerFrom, Scene } from './support/scene'

describe('hanging up', () => {
  test('the other side learns it first, then everything is let go', () => {
    const scene = callingConnected().later(60_000).on({ type: 'hangUp' })
    expect(scene.types).toEqual(['send', 'closeLink', 'releaseMedia', 'playTone', 'record', 'forgetRejoin'])
    expect(scene.state).toMatchObject({ reason: 'localHangup', connectedAt: NOW, endedAt: NOW + 60_000 })
    expect(scene.effectsOf('record')).toMatchObject([
      { record: { outcome: 'answered', connectedAt: NOW, endedAt: NOW + 60_000 } },
    ])
  })

  test.each([
    ['hangup', 'remoteHangup'],
    ['mediaFailure', 'remoteMediaFailure'],
    ['identityUnverified', 'identityUnverified'],
    ['connectionFailure', 'connectionFailure'],
  ] as const)('by the other side, for %s', (cause, reason) => {
    const scene = callingConnected().on({ type: 'remoteHungUp', callId: 'ours', cause })
    expect(scene.reason).toBe(reason)
    expect(scene.types.slice(0, 2)).toEqual(['closeLink', 'releaseMedia'])
    expect(scene.said).toEqual([])
  })

  test('then dismissed: ready for the next', () => {
    expect(callingConnected().on({ type: 'hangUp' }).on({ type: 'dismiss' }).state).toEqual({ phase: 'idle' })
  })

  test('lost on the way: whoever still looks for the line is told again', () => {
    const scene = callingConnected().on({ type: 'hangUp' })
    expect(scene.on({ type: 'pleaseRedial', callId: 'ours' }).said).toEqual([{ type: 'hangUp', cause: 'hangup' }])
    const other = calledConnected()
      .on({ type: 'hangUp' })
      .on(offerFrom(ZOE, 'theirs', { connectionId: 'x', purpose: 'resume' }))
    expect(other.types).toEqual(['send', 'dropOffer'])
    expect(other.phase).toBe('ended')
  })
})

describe('the line is lost', () => {
  test('its caller redials at once, then after 250 ms, 500 ms, 1 s and every 2 s', () => {
    const scene = callingConnected().on({ type: 'linkDown', callId: 'ours' })
    expect(scene.types.slice(0, 2)).toEqual(['refreshSignaling', 'openLink'])
    expect(scene.effectsOf('openLink')).toMatchObject([{ purpose: 'resume', callId: 'ours' }])
    const pauses = scene.effectsOf('startTimer').flatMap(({ timer, ms }) => (timer === 'redial' ? [ms] : []))
    for (let attempt = 0; attempt < 5; attempt++) {
      scene.later(pauses.at(-1) ?? 0).timer('redial')
      expect(scene.effectsOf('openLink')).toHaveLength(1)
      pauses.push(scene.effectsOf('startTimer')[0]?.ms ?? 0)
    }
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 2_000, 2_000])
  })

  test('its callee asks for a redial, as often', () => {
    const scene = calledConnected().on({ type: 'linkDown', callId: 'theirs' })
    expect(scene.said).toEqual([{ type: 'pleaseRedial' }])
    expect(scene.timer('redial').said).toEqual([{ type: 'pleaseRedial' }])
    expect(scene.effectsOf('openLink')).toEqual([])
  })

  test('the caller is asked while its own line looks well: a new one first, and not many at once', () => {
    const scene = callingConnected().on({ type: 'pleaseRedial', callId: 'ours' })
    expect(scene.phase).toBe('connected')
    expect(scene.types).toEqual(['openLink'])
    expect(scene.later(249).on({ type: 'pleaseRedial', callId: 'ours' }).effects).toEqual([])
    expect(scene.later(1).on({ type: 'pleaseRedial', callId: 'ours' }).types).toEqual(['openLink'])
    expect(scene.later(10).on({ type: 'linkDown', callId: 'ours' }).types).not.toContain('openLink')
  })

  test('a resuming offer is answered whether or not the loss was noticed here', () => {
    const resume = offerFrom(ZOE, 'theirs', { connectionId: 'theirs-2', purpose: 'resume' })
    expect(calledConnected().on(resume).types).toEqual(['answerLink'])
    const scene = calledConnected().on({ type: 'linkDown', callId: 'theirs' }).on(resume)
    expect(scene.types).toEqual(['answerLink'])
    expect(scene.later(900).on({ type: 'linkUp', callId: 'theirs' }).state).toMatchObject({
      phase: 'connected',
      connectedAt: NOW,
    })
    expect(scene.types).toEqual(['stopTimer', 'stopTimer'])
  })

  test('"not online" is not the end, 30 s are', () => {
    const scene = callingConnected().on({ type: 'linkDown', callId: 'ours' })
    expect(scene.effectsOf('startTimer')).toContainEqual({ type: 'startTimer', timer: 'reconnect', callId: 'ours', ms: 30_000 })
    expect(scene.on({ type: 'unreachable', callId: 'ours' }).phase).toBe('reconnecting')
    expect(scene.on({ type: 'signalingFailed', callId: 'ours' }).phase).toBe('reconnecting')
    expect(scene.timer('reconnect').reason).toBe('connectionFailure')
    expect(scene.said).toEqual([{ type: 'hangUp', cause: 'connectionFailure' }])
  })

  test('a network that is back is used without waiting for the pause', () => {
    const scene = callingConnected().on({ type: 'linkDown', callId: 'ours' }).later(1_000).on({ type: 'networkChanged' })
    expect(scene.types).toEqual(['openLink', 'startTimer'])
    expect(scene.effectsOf('startTimer')).toMatchObject([{ timer: 'redial', ms: 250 }])
  })

  test('hanging up meanwhile is immediate here', () => {
    const scene = callingConnected().on({ type: 'linkDown', callId: 'ours' }).on({ type: 'hangUp' })
    expect(scene.types.slice(0, 3)).toEqual(['send', 'closeLink', 'releaseMedia'])
    expect(scene.reason).toBe('localHangup')
  })

  test('before it ever stood: it is looked for in the same way', () => {
    const scene = new Scene()
      .on(offerFrom(ZOE, 'theirs'))
      .on({ type: 'accept', callId: 'theirs', withCamera: true })
      .on({ type: 'linkFailed', callId: 'theirs' })
    expect(scene.state).toMatchObject({ phase: 'reconnecting', connectedAt: null })
    expect(scene.on({ type: 'linkUp', callId: 'theirs' }).types).toContain('rememberForRejoin')
  })

  test('to a page: only waiting helps, for 10 s; a failed connection is the end', () => {
    const scene = callingConnected(PAGE).on({ type: 'linkDown', callId: 'ours' })
    expect(scene.effects).toEqual([{ type: 'startTimer', timer: 'reconnect', callId: 'ours', ms: 10_000 }])
    expect(scene.on({ type: 'linkFailed', callId: 'ours' }).reason).toBe('connectionFailure')
    expect(callingConnected(PAGE).on({ type: 'remoteHungUp', callId: 'ours', cause: 'hangup' }).reason).toBe('remoteHangup')
  })
})

describe('the other side lost the call, not only the line', () => {
  test('and calls anew: the old one is answered and over, the new one goes on without asking', () => {
    const scene = callingConnected().on({ type: 'linkDown', callId: 'ours' }).on(offerFrom(ZOE, 'anew'))
    expect(scene.state).toMatchObject({ phase: 'connecting', terms: { callId: 'anew', direction: 'incoming' } })
    expect(scene.said).toEqual([{ type: 'accept' }])
    expect(scene.effectsOf('record')).toMatchObject([{ record: { callId: 'ours', outcome: 'answered' } }])
    expect(scene.types).not.toContain('releaseMedia')
  })

  test('and calls anew while our line stands: busy, and nobody missed it', () => {
    const scene = callingConnected().on(offerFrom(ZOE, 'anew'))
    expect(scene.types).toEqual(['send', 'dropOffer'])
    expect(scene.said).toEqual([{ type: 'busy' }])
  })
})

describe('this browser died in the call', () => {
  const remembered = { callId: 'ours', remote: ZOE, withCamera: true, connectedAt: NOW - 60_000 }

  test('its caller comes back by a redial, with the time the call began', () => {
    const scene = new Scene().on({ type: 'rejoin', direction: 'outgoing', ...remembered })
    expect(scene.types.slice(0, 3)).toEqual(['openLink', 'acquireMedia', 'startMedia'])
    expect(scene.on({ type: 'linkUp', callId: 'ours' }).state).toMatchObject({ phase: 'connected', connectedAt: NOW - 60_000 })
  })

  test('its callee comes back by asking for one', () => {
    const scene = new Scene().on({ type: 'rejoin', direction: 'incoming', ...remembered })
    expect(scene.said).toEqual([{ type: 'pleaseRedial' }])
    expect(scene.phase).toBe('reconnecting')
  })

  test("the other side's redials do not ring before one has chosen to", () => {
    const scene = new Scene().on(offerFrom(ZOE, 'ours', { purpose: 'resume' }))
    expect(scene.phase).toBe('idle')
    expect(scene.types).toEqual(['dropOffer'])
  })
})

test('the same identity on another machine does not end a call that stands', () => {
  expect(callingConnected().on({ type: 'takenOver' }).effects).toEqual([])
})
