import { describe, expect, test } from 'vitest'
import { turnedAway } from '../../src/protocol/turnedAway'
import { bob, candidate, carol, controlFrom, offerFrom, plainOffer, token } from './support/gateRig'

/** Bob may not ring; Carol may. With Bob there is a call, and a connection that he was dialled on. */
const ports = {
  turnsAway: (id: string) => id !== carol.id,
  isConnected: (connectionId: string, id: string) => connectionId === token('dialled') && id === bob.id,
  isLiveCall: (callId: string, id: string) => callId === token('live') && id === bob.id,
}
const fromBob = (type: string, payload: unknown) => ({ type, src: bob.id, dst: 'me', payload })

describe('to whom nobody is here', () => {
  test.each([
    ['a ring', () => offerFrom(bob)],
    ['a plain call', () => plainOffer('page', token('connection'))],
    ['a candidate', () => candidate(bob.id, 1)],
    ['a control message of no call', () => controlFrom(bob, { type: 'ringing' })],
    ['an answer that nobody waits for', () => fromBob('ANSWER', { connectionId: token('connection') })],
    ['an offer with a connection of somebody else', async () => ({ ...(await offerFrom(bob)), src: 'page' })],
  ])('%s finds nobody', async (_, message) => {
    const said = await message()
    expect(turnedAway(said, ports)).toEqual({
      from: said.src,
      isOffer: said.type === 'OFFER',
      connectionId: token('connection'),
    })
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'x'],
    ['no connection', { type: 'data' }],
    ['a connection that is none', { connectionId: { length: 1 } }],
    ['one too long', { connectionId: 'x'.repeat(65) }],
  ])('neither does an offer with %s in it', (_, payload) => {
    expect(turnedAway(fromBob('OFFER', payload), ports)).toEqual({ from: bob.id, isOffer: true, connectionId: null })
  })

  test('what belongs to the call with them passes: by its connection, its offer and its control messages', async () => {
    const ofCall = [
      fromBob('ANSWER', { connectionId: token('dialled') }),
      candidate(bob.id, 1, token('dialled')),
      await offerFrom(bob, { callId: token('live') }),
      await controlFrom(bob, { type: 'pleaseRedial' }, { callId: token('live') }),
    ]
    for (const message of ofCall) expect(turnedAway(message, ports)).toBeNull()
    for (const message of ofCall) expect(turnedAway({ ...message, src: 'page' }, ports)).toMatchObject({ from: 'page' })
  })

  test('what a server says itself, keeps for nobody, or cannot be read is left to the gate', () => {
    for (const message of [fromBob('EXPIRE', {}), fromBob('LEAVE', {}), { type: 'OPEN' }, { type: 'OFFER' }, null, 'x', []])
      expect(turnedAway(message, ports)).toBeNull()
  })
})

test('whoever may ring goes to the gate', async () => {
  expect(turnedAway(await offerFrom(carol), ports)).toBeNull()
})
