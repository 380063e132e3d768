import { describe, expect, test } from 'vitest'
import { PAGE, ZOE } from './support/people'
import { calling, offerFrom, Scene } from './support/scene'

describe('dialling', () => {
  test('the offer leaves before anything else is begun', () => {
    const scene = calling()
    expect(scene.types).toEqual(['openLink', 'acquireMedia', 'startTimer', 'startTimer', 'startTimer'])
    expect(scene.effectsOf('startTimer')).toMatchObject([
      { timer: 'ring', ms: 45_000 },
      { timer: 'ringKeepAlive', ms: 3_000 },
      { timer: 'redial', ms: 4_000 },
    ])
  })

  test('the ringback tone is heard when it rings over there, not before', () => {
    const scene = calling()
    expect(scene.effectsOf('playTone')).toEqual([])
    scene.on({ type: 'remoteRinging', callId: 'ours' })
    expect(scene.state).toMatchObject({ ringing: true })
    expect(scene.effectsOf('playTone')).toEqual([{ type: 'playTone', tone: 'ringback' }])
  })

  test('an offer that nothing comes back for is sent again, until it rings', () => {
    const scene = calling().timer('redial')
    expect(scene.effectsOf('openLink')).toMatchObject([{ callId: 'ours', purpose: 'ring' }])
    expect(scene.effectsOf('startTimer')).toMatchObject([{ timer: 'redial' }])
    scene.on({ type: 'remoteRinging', callId: 'ours' })
    expect(scene.effectsOf('stopTimer')).toMatchObject([{ timer: 'redial' }])
  })

  test('a plain page is called once, and told nothing', () => {
    const scene = calling(PAGE)
    expect(scene.effectsOf('startTimer')).toMatchObject([{ timer: 'ring' }])
    scene.on({ type: 'hangUp' })
    expect(scene.said).toEqual([])
    expect(scene.reason).toBe('cancelled')
  })

  test('dialling someone else during a call does nothing', () => {
    const scene = calling()
    const { state } = scene
    scene.on({ type: 'dial', callId: 'second', remote: PAGE, withCamera: true })
    expect(scene.state).toBe(state)
    expect(scene.effects).toEqual([])
  })

  test('dialling who is ringing accepts, with the camera as the dialler wants it', () => {
    const scene = new Scene().on(offerFrom(ZOE, 'theirs'))
    scene.on({ type: 'dial', callId: 'ours', remote: ZOE, withCamera: false })
    expect(scene.said).toEqual([{ type: 'accept' }])
    expect(scene.effectsOf('acquireMedia')).toEqual([{ type: 'acquireMedia', callId: 'theirs', withCamera: false }])
    expect(scene.phase).toBe('connecting')
  })
})

describe('the answer', () => {
  test('with the line made while it rang, both are talking at once', () => {
    const scene = calling().on({ type: 'linkUp', callId: 'ours' }).on({ type: 'remoteAccepted', callId: 'ours' })
    expect(scene.phase).toBe('connected')
    expect(scene.types.slice(0, 2)).toEqual(['startMedia', 'stopRingback'])
    expect(scene.types).toContain('rememberForRejoin')
    expect(scene.effectsOf('playTone')).toEqual([{ type: 'playTone', tone: 'connected' }])
  })

  test('without it media is started all the same, to flow the moment the line stands', () => {
    const scene = calling().on({ type: 'remoteAccepted', callId: 'ours' })
    expect(scene.phase).toBe('connecting')
    expect(scene.types[0]).toBe('startMedia')
    expect(scene.effectsOf('startTimer')).toContainEqual({ type: 'startTimer', timer: 'connect', callId: 'ours', ms: 20_000 })
    scene.on({ type: 'linkUp', callId: 'ours' })
    expect(scene.types).not.toContain('startMedia')
  })

  test('a page has 10 s to connect', () => {
    const scene = calling(PAGE).on({ type: 'remoteAccepted', callId: 'ours' })
    expect(scene.effectsOf('startTimer')).toEqual([{ type: 'startTimer', timer: 'connect', callId: 'ours', ms: 10_000 }])
    expect(scene.timer('connect').reason).toBe('connectionFailure')
  })

  test('who asks for a redial has accepted, even if that was never heard', () => {
    const scene = calling().on({ type: 'pleaseRedial', callId: 'ours' })
    expect(scene.phase).toBe('connecting')
    expect(scene.effectsOf('openLink')).toMatchObject([{ purpose: 'resume' }])
  })

  test('a line that takes too long gets another beside it', () => {
    const scene = calling().on({ type: 'remoteAccepted', callId: 'ours' }).timer('redial')
    expect(scene.phase).toBe('connecting')
    expect(scene.effectsOf('openLink')).toMatchObject([{ purpose: 'resume' }])
    expect(scene.types).not.toContain('closeLink')
  })
})

describe('no answer', () => {
  test.each([
    ['declined', { type: 'remoteDeclined', callId: 'ours' }, 'declined', 'declined', 'ended'],
    ['in another call', { type: 'remoteBusy', callId: 'ours' }, 'busy', 'failed', 'busy'],
    ['not online', { type: 'unreachable', callId: 'ours' }, 'unreachable', 'failed', 'ended'],
    ['the server cannot be reached', { type: 'signalingFailed', callId: 'ours' }, 'signalingFailure', 'failed', 'ended'],
    [
      'their devices do not open',
      { type: 'remoteHungUp', callId: 'ours', cause: 'mediaFailure' },
      'remoteMediaFailure',
      'failed',
      'ended',
    ],
    ['nobody comes for 45 s', { type: 'timer', timer: 'ring', callId: 'ours' }, 'ringTimeout', 'failed', 'ended'],
    ['our devices do not open', { type: 'mediaFailed', callId: 'ours' }, 'mediaFailure', 'failed', 'ended'],
    ['taken over by another machine', { type: 'takenOver' }, 'inUseElsewhere', 'failed', 'ended'],
  ] as const)('%s', (_, event, reason, outcome, tone) => {
    const scene = calling().on(event)
    expect(scene.reason).toBe(reason)
    expect(scene.effectsOf('record')).toMatchObject([{ record: { outcome, reason, connectedAt: null } }])
    expect(scene.effectsOf('playTone')).toEqual([{ type: 'playTone', tone }])
    expect(scene.effectsOf('releaseMedia')).toEqual([{ type: 'releaseMedia', callId: 'ours' }])
  })

  test('busy is the end of it there too: by the server it may be said of a call that is just over', () => {
    expect(calling().on({ type: 'remoteBusy', callId: 'ours' }).said).toEqual([{ type: 'cancel' }])
  })

  test('given up: the other side learns it before our devices take their time', () => {
    const scene = calling().on({ type: 'hangUp' })
    expect(scene.reason).toBe('cancelled')
    expect(scene.types.slice(0, 3)).toEqual(['send', 'closeLink', 'releaseMedia'])
    expect(scene.said).toEqual([{ type: 'cancel' }])
  })

  test('a socket that is renewed does not end a ring that is heard', () => {
    const scene = calling().on({ type: 'remoteRinging', callId: 'ours' })
    expect(scene.on({ type: 'unreachable', callId: 'ours' }).phase).toBe('outgoing')
    expect(scene.on({ type: 'signalingFailed', callId: 'ours' }).phase).toBe('outgoing')
  })

  test('a false proof ends it on both sides, and no media was started', () => {
    const scene = calling().on({ type: 'identityMismatch', callId: 'ours', remote: ZOE })
    expect(scene.reason).toBe('identityUnverified')
    expect(scene.said).toEqual([{ type: 'hangUp', cause: 'identityUnverified' }])
    expect(scene.all.some(({ type }) => type === 'startMedia')).toBe(false)
  })

  test('an accept that crosses our cancel is told that it is over', () => {
    const scene = calling().on({ type: 'hangUp' }).on({ type: 'remoteAccepted', callId: 'ours' })
    expect(scene.phase).toBe('ended')
    expect(scene.said).toEqual([{ type: 'hangUp', cause: 'hangup' }])
  })
})

describe('the line made while ringing breaks', () => {
  test('the ring goes on over a new one', () => {
    const scene = calling()
      .on({ type: 'remoteRinging', callId: 'ours' })
      .on({ type: 'linkUp', callId: 'ours' })
      .on({ type: 'linkDown', callId: 'ours' })
    expect(scene.state).toMatchObject({ phase: 'outgoing', ringing: true, linkUp: false })
    expect(scene.types).toEqual(['refreshSignaling', 'startTimer'])
    expect(scene.timer('redial').effectsOf('openLink')).toMatchObject([{ callId: 'ours', purpose: 'ring' }])
  })
})
