import { describe, expect, test } from 'vitest'
import {
  bob,
  callId,
  candidate,
  carol,
  connectionId,
  GateRig,
  mallory,
  offerFrom,
  offerSignature,
  plainOffer,
  rung,
  token,
} from './support/gateRig'
import { signerFromSeed } from './support/signer'

describe('rings come in floods', () => {
  test('300 from one ID and 300 from 300 IDs: few pass, and a contact gets through', async () => {
    const rig = new GateRig()
    rig.contacts.add(carol.id)
    const flood = await Promise.all(
      Array.from({ length: 300 }, (_, n) => offerFrom(mallory, { callId: token('one', n), connectionId: token('one', n) })),
    )
    const strangers = await Promise.all(
      Array.from({ length: 300 }, async (_, n) =>
        offerFrom(await signerFromSeed(n.toString(16).padStart(64, '0')), {
          callId: token('many', n),
          connectionId: token('many', n),
        }),
      ),
    )
    for (const message of [...flood, ...strangers.slice(0, 150)]) rig.gate.receive(message)
    rig.gate.receive(await offerFrom(carol))
    const events = await rig.after(...strangers.slice(150))
    const offers = rig.events.flatMap((event) => (event.kind === 'offer' ? [event.from.id] : []))
    expect(offers).toContain(carol.id)
    expect(offers.filter((id) => id !== carol.id).length).toBeLessThanOrEqual(3)
    expect(rig.gate.size).toBeLessThanOrEqual(8)
    expect(events.length).toBeGreaterThan(0)
  })

  test('one stranger, turned away each time, may ring twelve times a minute', async () => {
    const rig = new GateRig()
    const passed = []
    for (let n = 0; n < 40; n++) {
      rig.now += 2_000
      passed.push(
        ...(await rig.kindsAfter(await offerFrom(bob, { callId: token('call', n), connectionId: token('connection', n) }))),
      )
      rig.gate.close(token('connection', n))
    }
    // Eighty seconds: twelve in the first minute, and as many again when the first of them are a minute old.
    expect(passed.slice(0, 30).filter((kind) => kind === 'offer')).toHaveLength(12)
    expect(passed.slice(30).filter((kind) => kind === 'offer')).toHaveLength(10)
  })

  test('whom we are calling is let in, however often they have rung before', async () => {
    const rig = new GateRig()
    for (let n = 0; n < 13; n++) {
      await rig.after(await offerFrom(bob, { callId: token('call', n), connectionId: token('connection', n) }))
      rig.gate.close(token('connection', n))
    }
    const again = await offerFrom(bob, { callId: token('again'), connectionId: token('again') })
    expect(await rig.kindsAfter(again)).toEqual(['refused: rate'])
    rig.calling = bob.id
    expect(await rig.kindsAfter(again)).toEqual(['offer'])
    rig.calling = null
    const later = await offerFrom(bob, { callId: token('later'), connectionId: token('later') })
    expect(await rig.kindsAfter(later)).toEqual(['refused: rate'])
  })

  test('whom we are calling may cross it often, not without end', async () => {
    const rig = new GateRig()
    rig.calling = bob.id
    const passed = []
    for (let n = 0; n < 100; n++) {
      passed.push(
        ...(await rig.kindsAfter(await offerFrom(bob, { callId: token('call', n), connectionId: token('connection', n) }))),
      )
      rig.gate.close(token('connection', n))
    }
    expect(passed.filter((kind) => kind === 'offer')).toHaveLength(60)
  })

  test('plain clients have no room of their own, whatever they call themselves', async () => {
    const rig = new GateRig()
    rig.contacts.add('page-0')
    const offers = Array.from({ length: 10 }, (_, n) => plainOffer(`page-${n}`, `mc_${n}`))
    const passed = await rig.kindsAfter(...offers)
    expect(passed.filter((kind) => kind === 'plainOffer')).toHaveLength(3)
  })

  test('our own calls always have room', async () => {
    const rig = new GateRig()
    for (let n = 0; n < 10; n++) rig.gate.receive(plainOffer(`page-${n}`, `mc_${n}`))
    expect(rig.gate.expectAnswer({ connectionId, remote: { kind: 'tabcall', id: bob.id }, callId, offerSignature })).toBe(true)
  })

  test('a connection that sends without end is cut off, and the others are not', async () => {
    const rig = await rung()
    rig.gate.receive(plainOffer('web-page', 'mc_1'))
    const flood = Array.from({ length: 2_000 }, (_, n) => candidate(bob.id, n))
    const passed = await rig.kindsAfter(...flood, candidate('web-page', 1, 'mc_1', 'media'))
    expect(passed.filter((kind) => kind === 'candidate')).toHaveLength(501)
    expect(passed.at(-1)).toBe('candidate')
  })
})
