import { describe, expect, test } from 'vitest'
import { ADA, PAGE, ZOE } from './support/people'
import { called, calledConnected, callingConnected, offerFrom, Scene } from './support/scene'

describe('it rings', () => {
  test('for a contact the connection is made at once, and no device is opened', () => {
    const scene = called()
    expect(scene.types).toEqual(['send', 'answerLink', 'startRingtone', 'startTimer', 'startTimer'])
    expect(scene.said).toEqual([{ type: 'ringing' }])
    expect(scene.effectsOf('startTimer')).toMatchObject([
      { timer: 'ring', ms: 50_000 },
      { timer: 'ringLife', ms: 10_000 },
    ])
  })

  test('a contact’s ring may show one one’s own camera; accepting takes it over, any end closes it', () => {
    const scene = called(ZOE, { preview: true })
    expect(scene.types).toEqual(['send', 'answerLink', 'previewCamera', 'startRingtone', 'startTimer', 'startTimer'])
    scene.on({ type: 'decline', callId: 'theirs' })
    expect(scene.types).toContain('releaseMedia')
    const accepted = called(ZOE, { preview: true }).on({ type: 'accept', callId: 'theirs', withCamera: true })
    expect(accepted.types).not.toContain('releaseMedia')
    expect(accepted.effectsOf('acquireMedia')).toMatchObject([{ withCamera: true }])
  })

  test('a ring of a stranger or a silenced one opens no camera, whatever was asked for', () => {
    expect(called(ZOE, { temperature: 'cold', preview: true }).types).not.toContain('previewCamera')
    expect(called(ZOE, { admission: 'silent', preview: true }).types).not.toContain('previewCamera')
    expect(called(PAGE, { preview: true }).types).not.toContain('previewCamera')
  })

  test('for a stranger nothing but `ringing` goes back, until one accepts', () => {
    const scene = called(ZOE, { temperature: 'cold' })
    expect(scene.types).not.toContain('answerLink')
    scene.on({ type: 'accept', callId: 'theirs', withCamera: true })
    expect(scene.types.slice(0, 2)).toEqual(['answerLink', 'send'])
  })

  test('for a page: a plain offer is never answered before accept, whatever it is taken for', () => {
    const scene = called(PAGE, { temperature: 'warm' })
    expect(scene.types).toEqual(['startRingtone', 'startTimer'])
  })

  test('silenced: nothing is heard here, the caller hears it ring, and it is missed', () => {
    const scene = called(ZOE, { admission: 'silent' })
    expect(scene.types).not.toContain('startRingtone')
    expect(scene.said).toEqual([{ type: 'ringing' }])
    scene.timer('ring')
    expect(scene.effectsOf('record')).toMatchObject([{ record: { outcome: 'missed' } }])
  })

  test('silenced, it does not keep one from calling someone else', () => {
    const scene = called(ZOE, { admission: 'silent' })
    scene.on({ type: 'dial', callId: 'ours', remote: ADA, withCamera: true })
    expect(scene.state).toMatchObject({ phase: 'outgoing', terms: { callId: 'ours' } })
    expect(scene.effectsOf('send')).toMatchObject([{ callId: 'theirs', remote: ZOE, message: { type: 'busy' } }])
    expect(scene.effectsOf('record')).toMatchObject([{ record: { callId: 'theirs', outcome: 'missed' } }])
  })

  test('signs of life keep it ringing; 10 s without one and it is missed', () => {
    const scene = called().on({ type: 'remoteKeepAlive', callId: 'theirs' })
    expect(scene.effectsOf('startTimer')).toEqual([{ type: 'startTimer', timer: 'ringLife', callId: 'theirs', ms: 10_000 }])
    scene.timer('ringLife')
    expect(scene.reason).toBe('remoteCancelled')
    expect(scene.effectsOf('record')).toMatchObject([{ record: { outcome: 'missed' } }])
  })

  test('a redial of the same ring replaces the connection, and the timers go on', () => {
    const scene = called().on({ type: 'linkUp', callId: 'theirs' })
    scene.on(offerFrom(ZOE, 'theirs', { connectionId: 'theirs-2' }))
    expect(scene.types).toEqual(['answerLink', 'dropOffer', 'send'])
    expect(scene.effectsOf('dropOffer')).toEqual([{ type: 'dropOffer', connectionId: 'theirs-1' }])
    expect(scene.state).toMatchObject({ phase: 'incoming', linkUp: false, connectionId: 'theirs-2' })
  })

  test('the same person calling anew has given up the earlier call', () => {
    const scene = called().on(offerFrom(ZOE, 'second'))
    expect(scene.callId).toBe('second')
    expect(scene.effectsOf('record')).toMatchObject([
      { record: { callId: 'theirs', outcome: 'missed', reason: 'remoteCancelled' } },
    ])
    expect(scene.types).not.toContain('dropOffer')
  })
})

describe('accepting', () => {
  test('over a standing line: accept goes out first, and both are talking at once', () => {
    const scene = called().on({ type: 'linkUp', callId: 'theirs' })
    scene.on({ type: 'accept', callId: 'theirs', withCamera: true })
    expect(scene.types.slice(0, 4)).toEqual(['send', 'stopRingtone', 'acquireMedia', 'startMedia'])
    expect(scene.phase).toBe('connected')
  })

  test('an accept that was lost is said again to a caller who still rings', () => {
    const scene = calledConnected().on({ type: 'remoteKeepAlive', callId: 'theirs' })
    expect(scene.said).toEqual([{ type: 'accept' }])
  })

  test('the caller cancelled in that very moment', () => {
    const scene = called().on({ type: 'accept', callId: 'theirs', withCamera: true })
    scene.on({ type: 'remoteCancelled', callId: 'theirs' })
    expect(scene.reason).toBe('remoteCancelled')
    expect(scene.types).toContain('releaseMedia')
  })

  test('devices that do not open end it on both sides', () => {
    const scene = called().on({ type: 'accept', callId: 'theirs', withCamera: true })
    scene.on({ type: 'mediaFailed', callId: 'theirs' })
    expect(scene.reason).toBe('mediaFailure')
    expect(scene.said).toEqual([{ type: 'hangUp', cause: 'mediaFailure' }])
  })
})

describe('not accepting', () => {
  test.each([
    ['declined here', { type: 'decline', callId: 'theirs' }, 'localDecline', 'declined', [{ type: 'decline' }]],
    ['hung up here', { type: 'hangUp' }, 'localDecline', 'declined', [{ type: 'decline' }]],
    ['cancelled over there', { type: 'remoteCancelled', callId: 'theirs' }, 'remoteCancelled', 'missed', []],
    ['nobody came', { type: 'timer', timer: 'ring', callId: 'theirs' }, 'ringTimeout', 'missed', []],
    ['taken over by another machine', { type: 'takenOver' }, 'inUseElsewhere', 'missed', []],
  ] as const)('%s', (_, event, reason, outcome, said) => {
    const scene = called().on(event)
    expect(scene.reason).toBe(reason)
    expect(scene.said).toEqual(said)
    expect(scene.types).toContain('stopRingtone')
    expect(scene.types).not.toContain('releaseMedia')
    expect(scene.effectsOf('record')).toMatchObject([{ record: { outcome, reason } }])
  })

  test('a decline that was lost is said again to a caller who still rings', () => {
    const scene = called().on({ type: 'decline', callId: 'theirs' }).on({ type: 'remoteKeepAlive', callId: 'theirs' })
    expect(scene.said).toEqual([{ type: 'decline' }])
  })
})

describe('a contact rings while a stranger does', () => {
  test('the contact rings, and the stranger hears busy', () => {
    const scene = called(ZOE, { temperature: 'cold' }).on(offerFrom(ADA, 'another', { temperature: 'warm' }))
    expect(scene.state).toMatchObject({ phase: 'incoming', terms: { remote: ADA, callId: 'another' } })
    expect(scene.types.filter((type) => type.endsWith('Ringtone'))).toEqual(['stopRingtone', 'startRingtone'])
    expect(scene.said).toContainEqual({ type: 'busy' })
    expect(scene.effectsOf('record')).toMatchObject([{ record: { callId: 'theirs', outcome: 'missed', reason: 'busy' } }])
  })

  test.each([
    ['a stranger to a contact', 'warm', 'cold'],
    ['a contact to a contact', 'warm', 'warm'],
    ['a stranger to a stranger', 'cold', 'cold'],
  ] as const)('but not %s', (_, ringing, second) => {
    const scene = called(ZOE, { temperature: ringing }).on(offerFrom(ADA, 'another', { temperature: second }))
    expect(scene.state).toMatchObject({ terms: { callId: 'theirs' } })
  })
})

describe('a second caller', () => {
  test.each([
    ['during a ring', () => called()],
    ['during a call', () => callingConnected()],
    ['while the line is lost', () => callingConnected().on({ type: 'linkDown', callId: 'ours' })],
  ])('%s hears busy and is listed as missed', (_, make) => {
    const scene = make()
    const { state } = scene
    scene.on(offerFrom(ADA, 'another'))
    expect(scene.state).toBe(state)
    expect(scene.types).toEqual(['send', 'dropOffer', 'record'])
    expect(scene.effectsOf('send')).toMatchObject([{ callId: 'another', remote: ADA, message: { type: 'busy' } }])
    expect(scene.effectsOf('record')).toMatchObject([
      { record: { callId: 'another', remote: ADA, outcome: 'missed', reason: 'busy' } },
    ])
  })

  test('from a page is listed as missed; there is no way to tell it', () => {
    expect(callingConnected().on(offerFrom(PAGE, 'another')).types).toEqual(['dropOffer', 'record'])
  })

  test('that uses the id of our call gets nowhere', () => {
    const scene = callingConnected().on(offerFrom(ADA, 'ours', { purpose: 'resume' }))
    expect(scene.phase).toBe('connected')
    expect(scene.types).toEqual(['dropOffer'])
  })

  test('that resumes a call unknown here is told that it is over, and was not missed', () => {
    const scene = callingConnected().on(offerFrom(ADA, 'another', { purpose: 'resume' }))
    expect(scene.types).toEqual(['send', 'dropOffer'])
    expect(scene.said).toEqual([{ type: 'hangUp', cause: 'connectionFailure' }])
  })
})

describe('a false proof', () => {
  test('with no call: shown, told, and nothing rings or opens', () => {
    const scene = new Scene().on({ type: 'identityMismatch', callId: 'forged', remote: ZOE })
    expect(scene.state).toMatchObject({ phase: 'ended', reason: 'identityUnverified', terms: { remote: ZOE } })
    expect(scene.types).toEqual(['send', 'record'])
  })

  test('during a call with someone else: nothing', () => {
    expect(callingConnected().on({ type: 'identityMismatch', callId: 'forged', remote: ADA }).effects).toEqual([])
  })

  test('during a call whose line is proven: nobody ends that by forging another', () => {
    const scene = callingConnected().on({ type: 'identityMismatch', callId: 'ours', remote: ZOE })
    expect(scene.phase).toBe('connected')
    expect(scene.effects).toEqual([])
  })
})
