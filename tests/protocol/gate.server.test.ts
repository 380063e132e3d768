import { describe, expect, test } from 'vitest'
import { bob, callId, connectionId, GateRig, NOW, offerFrom, token } from './support/gateRig'

const DAY_MS = 24 * 3_600_000

describe('the server replays', () => {
  test('an old offer, also after the connection is closed or under another connection id: it does not ring', async () => {
    const offer = await offerFrom(bob)
    const rig = new GateRig()
    await rig.after(offer)
    rig.gate.close(connectionId)
    const renamed = { ...offer, payload: { ...offer.payload, connectionId: token('fresh') } }
    expect(await rig.kindsAfter(offer, renamed)).toEqual(['refused: repeated', 'refused: replayed'])
  })

  test('an old offer after a restart, when only the call id is remembered', async () => {
    const rig = new GateRig()
    rig.seen.add(callId)
    expect(await rig.kindsAfter(await offerFrom(bob))).toEqual(['refused: replayed'])
  })

  test.each([
    ['four days old', -4 * DAY_MS, ['refused: replayed']],
    ['of four days ahead', 4 * DAY_MS, ['refused: replayed']],
    ['a day old by the clock of its caller', -DAY_MS, ['offer']],
    ['of a day ahead', DAY_MS, ['offer']],
  ])('an offer never heard of that is %s', async (_, offMs, verdicts) => {
    expect(await new GateRig().kindsAfter(await offerFrom(bob, { time: NOW + offMs }))).toEqual(verdicts)
  })

  test('the same offer twice at once: one rings', async () => {
    const rig = new GateRig()
    const [first, second] = [await offerFrom(bob), await offerFrom(bob, { connectionId: token('fresh') })]
    expect(await rig.kindsAfter(first, second)).toEqual(['offer', 'refused: replayed'])
  })
})

describe('the server speaks for itself', () => {
  test('each of its messages has its notice, and PeerJS sees only its own kinds', async () => {
    const hello = { version: 1, features: ['blocks'], iceServers: [{ urls: 'stun:calls.example.org:3478' }] }
    const events = await new GateRig().after(
      { type: 'OPEN' },
      { type: 'ID-TAKEN', payload: { msg: 'ID is taken' } },
      { type: 'INVALID-KEY', payload: { msg: 'Invalid key' } },
      { type: 'ERROR', payload: { msg: 'x' } },
      { type: 'TABCALL-HELLO', payload: hello },
      { type: 'TABCALL-TAKEN-OVER' },
    )
    expect(events).toEqual([
      { kind: 'server', notice: { type: 'open' }, message: { type: 'OPEN' } },
      { kind: 'server', notice: { type: 'idTaken' }, message: { type: 'ID-TAKEN' } },
      { kind: 'server', notice: { type: 'invalidKey' }, message: { type: 'INVALID-KEY' } },
      { kind: 'server', notice: { type: 'error', text: 'x' }, message: { type: 'ERROR', payload: { msg: 'x' } } },
      {
        kind: 'server',
        notice: { type: 'hello', hello: { ...hello, iceServers: [{ urls: ['stun:calls.example.org:3478'] }] } },
        message: null,
      },
      { kind: 'server', notice: { type: 'takenOver' }, message: null },
    ])
  })
})
