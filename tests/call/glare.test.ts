import { describe, expect, test } from 'vitest'
import { ADA, PAGE, ZOE } from './support/people'
import { calling, offerFrom } from './support/scene'

describe('two offers cross', () => {
  test('ours survives when our ID is the lower one', () => {
    const scene = calling(ZOE)
    const { state } = scene
    scene.on(offerFrom(ZOE, 'theirs'))
    expect(scene.state).toBe(state)
    expect(scene.types).toEqual(['dropOffer'])
    expect(scene.on({ type: 'remoteAccepted', callId: 'ours' }).phase).toBe('connecting')
  })

  test('theirs survives when our ID is the higher one: accepted by itself, with our camera choice and our devices', () => {
    const scene = calling(ADA).on(offerFrom(ADA, 'theirs', { temperature: 'cold', admission: 'silent' }))
    expect(scene.state).toMatchObject({
      phase: 'connecting',
      terms: { callId: 'theirs', direction: 'incoming', withCamera: true },
    })
    expect(scene.types.slice(0, 3)).toEqual(['answerLink', 'send', 'closeLink'])
    expect(scene.said).toEqual([{ type: 'accept' }])
    expect(scene.effectsOf('adoptMedia')).toEqual([{ type: 'adoptMedia', from: 'ours', callId: 'theirs' }])
    for (const type of ['acquireMedia', 'releaseMedia', 'record']) expect(scene.types).not.toContain(type)
  })

  test('what comes late for the call that gave way changes nothing', () => {
    const scene = calling(ADA).on(offerFrom(ADA, 'theirs'))
    const { state } = scene
    scene.on({ type: 'unreachable', callId: 'ours' }).on({ type: 'linkFailed', callId: 'ours' }).timer('ring', 'ours')
    expect(scene.state).toBe(state)
  })

  test('the half that was dropped and comes after the other is settled is no missed call', () => {
    const scene = calling(ZOE).on({ type: 'remoteAccepted', callId: 'ours' }).on(offerFrom(ZOE, 'theirs'))
    expect(scene.phase).toBe('connecting')
    expect(scene.types).toEqual(['dropOffer'])
  })

  test('with a page, ours goes on', () => {
    expect(calling(PAGE).on(offerFrom(PAGE, 'theirs')).types).toEqual(['dropOffer'])
  })

  test('who rang already and calls all the same has lost our offer, and gets it again', () => {
    const scene = calling(ZOE).on({ type: 'remoteRinging', callId: 'ours' }).on(offerFrom(ZOE, 'theirs'))
    expect(scene.types).toEqual(['dropOffer', 'openLink'])
    expect(scene.phase).toBe('outgoing')
  })
})
