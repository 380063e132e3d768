import { describe, expect, test } from 'vitest'
import {
  answerFrom,
  bob,
  callId,
  candidate,
  carol,
  connectionId,
  controlFrom,
  dialling,
  GateRig,
  kinds,
  mallory,
  me,
  OTHER_SDP,
  offerFrom,
  offerSignature,
  plainOffer,
  rung,
  SDP,
  token,
} from './support/gateRig'

describe('a Tabcall rings', () => {
  test('its offer passes with what it claims, tamed', async () => {
    const rig = new GateRig()
    const [event] = await rig.after(await offerFrom(bob, { name: '\u202eBob\n' }))
    expect(event).toMatchObject({ kind: 'offer', from: { kind: 'tabcall', id: bob.id }, connectionId, claimedName: 'Bob' })
    expect(event).toMatchObject({ metadata: { callId }, message: { payload: { serialization: 'raw', sdp: { sdp: SDP } } } })
  })

  test('candidates and control sent right behind the offer wait for its check, and pass in order', async () => {
    const rig = new GateRig()
    const keepAlive = await controlFrom(bob, { type: 'keepAlive' })
    const events = await rig.after(await offerFrom(bob), candidate(bob.id, 1), keepAlive, candidate(bob.id, 2))
    expect(kinds(events)).toEqual(['offer', 'candidate', 'control', 'candidate'])
  })

  test('a slow check of one does not hold up another', async () => {
    const rig = new GateRig()
    const offer = await offerFrom(bob)
    rig.gate.receive(offer)
    rig.gate.receive(plainOffer('web-page', 'mc_1'))
    expect(kinds(rig.events)).toEqual(['plainOffer'])
    await rig.settle()
    expect(kinds(rig.events)).toEqual(['plainOffer', 'offer'])
  })

  test('the gate is closed to it during the check: nothing comes out', async () => {
    const rig = new GateRig()
    rig.gate.receive(await offerFrom(bob))
    rig.gate.receive(candidate(bob.id, 1))
    rig.gate.close(connectionId)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(rig.events).toEqual([])
  })

  test('LEAVE, and a second offer of the same connection, do not end it', async () => {
    const rig = await rung()
    const again = await offerFrom(bob)
    expect(await rig.kindsAfter({ type: 'LEAVE', src: bob.id }, again, candidate(bob.id, 1))).toEqual([
      'refused: leave',
      'refused: repeated',
      'candidate',
    ])
  })

  test('a Tabcall of a later version is told apart', async () => {
    const offer = await offerFrom(bob)
    const later = { ...offer, payload: { ...offer.payload, metadata: { tabcall: 2, other: true } } }
    expect(await new GateRig().kindsAfter(later)).toEqual(['refused: version'])
  })
})

describe('somebody passes for another', () => {
  test('in an offer: the person is told once the proof fails, and nothing of the connection passes', async () => {
    const rig = new GateRig()
    const events = await rig.after({ ...(await offerFrom(mallory)), src: bob.id }, candidate(bob.id, 1))
    expect(events[0]).toEqual({
      kind: 'identityMismatch',
      direction: 'incoming',
      from: { kind: 'tabcall', id: bob.id },
      connectionId,
      callId,
    })
    expect(kinds(events)).not.toContain('candidate')
    expect(rig.gate.size).toBe(0)
  })

  test('the server changes the fingerprint of an offer', async () => {
    expect(await new GateRig().kindsAfter(await offerFrom(bob, {}, OTHER_SDP))).toEqual(['identityMismatch'])
  })

  test('the server hands over an offer that was for somebody else', async () => {
    expect(await new GateRig().kindsAfter(await offerFrom(bob, { calleeId: carol.id }))).toEqual(['identityMismatch'])
  })

  test('a thousand false offers are told a few times and counted after', async () => {
    const rig = new GateRig()
    const told = []
    for (let number = 0; number < 30; number++) {
      const offer = await offerFrom(mallory, { callId: token('call', number), connectionId: token('connection', number) })
      told.push(...(await rig.kindsAfter({ ...offer, src: bob.id })))
    }
    expect(told.filter((kind) => kind === 'identityMismatch')).toHaveLength(6)
    expect(told.filter((kind) => kind === 'refused: proof')).toHaveLength(24)
  })

  test.each([
    ['lower case', bob.id.toLowerCase()],
    ['groups', bob.id.replace(/(.{5})(?=.)/g, '$1-')],
    ['a wrong check character', `${bob.id.slice(0, 24)}${bob.id.endsWith('0') ? '1' : '0'}`],
    ['nothing', ''],
  ])('by an id in %s that only looks like theirs', async (_, src) => {
    const why = src === '' ? 'malformed' : 'sender'
    expect(await new GateRig().kindsAfter(plainOffer(src, 'mc_1'), { ...(await offerFrom(bob)), src })).toEqual(
      Array(2).fill(`refused: ${why}`),
    )
  })

  test('a plain client under a Tabcall ID, and our own offer sent back to us, are refused', async () => {
    const rig = new GateRig()
    expect(await rig.kindsAfter(plainOffer(bob.id, 'mc_1'), await offerFrom(me))).toEqual(['refused: malformed', 'refused: self'])
  })
})

describe('we ring a Tabcall', () => {
  test('its answer passes with the key that proves it, and candidates that were ahead come after it', async () => {
    const rig = dialling()
    const ringing = await controlFrom(bob, { type: 'ringing' })
    const events = await rig.after(candidate(bob.id, 1), ringing, await answerFrom(bob, offerSignature), candidate(bob.id, 2))
    expect(kinds(events)).toEqual(['control', 'answer', 'candidate', 'candidate'])
    expect(events[1]).toMatchObject({ kind: 'answer', callId, publicKey: bob.publicKey })
    expect(events[2]).toMatchObject({ message: candidate(bob.id, 1) })
  })

  test('a second answer is refused', async () => {
    const rig = dialling()
    const answer = await answerFrom(bob, offerSignature)
    expect(await rig.kindsAfter(answer, answer)).toEqual(['answer', 'refused: repeated'])
  })

  test.each([
    ['is signed by another key', async () => ({ ...(await answerFrom(mallory, offerSignature)), src: bob.id })],
    ['is from somebody to whom the server handed the call', () => answerFrom(mallory, offerSignature)],
    ['has another fingerprint than the signed one', () => answerFrom(bob, offerSignature, OTHER_SDP)],
    ['belongs to another offer', () => answerFrom(bob, 'T'.repeat(86))],
    [
      'has no proof',
      async () => {
        const { payload, ...answer } = await answerFrom(bob, offerSignature)
        return { ...answer, payload: { ...payload, proof: undefined } }
      },
    ],
  ])('the answer %s: identity could not be verified, and nothing more passes', async (_, make) => {
    const rig = dialling()
    const events = await rig.after(candidate(bob.id, 1), await make(), candidate(bob.id, 2))
    expect(events[0]).toEqual({
      kind: 'identityMismatch',
      direction: 'outgoing',
      from: { kind: 'tabcall', id: bob.id },
      connectionId,
      callId,
    })
    expect(kinds(events)).not.toContain('answer')
    expect(kinds(events)).not.toContain('candidate')
    expect(rig.gate.size).toBe(0)
  })

  test('nobody is there: said once, with or without the connection named', async () => {
    const expire = { type: 'EXPIRE', src: bob.id, dst: me.id }
    const rig = dialling()
    expect(await rig.after(expire)).toEqual([{ kind: 'expired', id: bob.id, connectionId }])
    expect(await rig.kindsAfter(expire, { ...expire, payload: { connectionId } })).toEqual([
      'refused: repeated',
      'refused: repeated',
    ])
    expect(await dialling().kindsAfter({ ...expire, payload: { connectionId } })).toEqual(['expired'])
    expect(
      await dialling().kindsAfter({ ...expire, src: carol.id }, { ...expire, payload: { connectionId: 'mc_other' } }),
    ).toEqual(['refused: unknownConnection', 'refused: unknownConnection'])
  })

  test('they are in another call, as the server says: of the offer it names, and once', async () => {
    const busy = { type: 'TABCALL-BUSY', src: bob.id, dst: me.id, payload: { connectionId } }
    const rig = dialling()
    expect(await rig.after(busy)).toEqual([{ kind: 'busy', id: bob.id, connectionId }])
    expect(await rig.kindsAfter(busy)).toEqual(['refused: repeated'])
    expect(
      await dialling().kindsAfter(
        { ...busy, src: carol.id },
        { ...busy, payload: { connectionId: 'mc_other' } },
        { ...busy, payload: undefined },
      ),
    ).toEqual(['refused: unknownConnection', 'refused: unknownConnection', 'refused: malformed'])
  })

  test('an expiry after the answer, as stock servers send for late candidates, is no matter', async () => {
    const rig = dialling()
    expect(await rig.kindsAfter(await answerFrom(bob, offerSignature), { type: 'EXPIRE', src: bob.id })).toEqual([
      'answer',
      'refused: repeated',
    ])
  })
})

describe('a control message comes', () => {
  test.each([
    [
      'from another Tabcall, properly signed',
      async () => controlFrom(mallory, { type: 'hangUp', cause: 'hangup' }),
      'unknownConnection',
    ],
    ['signed by another', async () => ({ ...(await controlFrom(mallory, { type: 'cancel' })), src: bob.id }), 'proof'],
    ['of another call', async () => controlFrom(bob, { type: 'cancel' }, { callId: token('other') }), 'unknownConnection'],
    [
      'of a connection that is not there',
      async () => controlFrom(bob, { type: 'cancel' }, { connectionId: token('other') }),
      'unknownConnection',
    ],
    ['of the channel alone', async () => controlFrom(bob, { type: 'viewing', camera: true, share: true }), 'malformed'],
  ])('%s: it is refused', async (_, make, why) => {
    expect(await (await rung()).kindsAfter(await make())).toEqual([`refused: ${why}`])
  })

  test('of the live call, from a browser that was killed and has forgotten its connections: it passes', async () => {
    const rig = await rung()
    rig.live = { callId, remoteId: bob.id }
    rig.gate.close(connectionId)
    const other = { connectionId: token('fresh') }
    expect(await rig.kindsAfter(await controlFrom(bob, { type: 'pleaseRedial' }, other))).toEqual(['control'])
    expect(await rig.kindsAfter({ ...(await controlFrom(mallory, { type: 'pleaseRedial' }, other)), src: bob.id })).toEqual([
      'refused: proof',
    ])
  })
})

describe('a call is redialled', () => {
  test('with a clock that is years off: the live call goes on', async () => {
    const rig = await rung()
    rig.live = { callId, remoteId: bob.id }
    const redial = await offerFrom(bob, { purpose: 'resume', time: 0, connectionId: token('fresh') })
    expect(await rig.kindsAfter(redial)).toEqual(['offer'])
  })

  test('the live one, by its other side, with a fresh connection: it passes', async () => {
    const rig = await rung()
    rig.live = { callId, remoteId: bob.id }
    for (const [number, purpose] of (['resume', 'ring'] as const).entries()) {
      rig.now += 1
      expect(await rig.kindsAfter(await offerFrom(bob, { purpose, connectionId: token('fresh', number) }))).toEqual(['offer'])
    }
  })

  test('one that is not live, or by somebody else, or on a connection that was used: it does not', async () => {
    const rig = await rung()
    const resume = (signer: typeof bob, fresh: string) => offerFrom(signer, { purpose: 'resume', connectionId: fresh })
    expect(await rig.kindsAfter(await resume(bob, token('a')))).toEqual(['refused: replayed'])
    rig.live = { callId, remoteId: bob.id }
    expect(await rig.kindsAfter(await resume(carol, token('b')), await resume(bob, connectionId))).toEqual([
      'refused: replayed',
      'refused: repeated',
    ])
  })
})

describe('a plain PeerJS client', () => {
  test('rings and sends candidates', async () => {
    const rig = new GateRig()
    const [event, next] = await rig.after(plainOffer('web-page', 'mc_1'), candidate('web-page', 1, 'mc_1', 'media'))
    expect(event).toMatchObject({
      kind: 'plainOffer',
      from: { kind: 'plain', id: 'web-page' },
      message: { type: 'OFFER', src: 'web-page' },
    })
    expect(JSON.stringify(event)).not.toContain('anything')
    expect(next).toMatchObject({ kind: 'candidate', connectionId: 'mc_1' })
  })

  test('answers our call without proof', async () => {
    const rig = new GateRig()
    rig.gate.expectAnswer({ connectionId: 'mc_2', remote: { kind: 'plain', id: 'web-page' }, callId, offerSignature: null })
    const answer = {
      type: 'ANSWER',
      src: 'web-page',
      payload: { type: 'media', connectionId: 'mc_2', sdp: { type: 'answer', sdp: SDP } },
    }
    expect(await rig.kindsAfter({ ...answer, src: 'other-page' }, answer)).toEqual(['refused: unknownConnection', 'answer'])
  })

  test('wants a data channel: nobody here would answer it', async () => {
    const offer = {
      type: 'OFFER',
      src: 'page',
      payload: { type: 'data', connectionId: 'dc_1', serialization: 'constructor', sdp: { type: 'offer', sdp: SDP } },
    }
    expect(await new GateRig().kindsAfter(offer)).toEqual(['refused: plainData'])
  })
})
