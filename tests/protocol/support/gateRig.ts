import { setImmediate } from 'node:timers/promises'
import { expect } from 'vitest'
import { type OfferClaim, type Signer, signAnswer, signControl, signOffer } from '../../../src/identity/proof'
import { type ControlMessage, makeControl } from '../../../src/protocol/control'
import { Gate } from '../../../src/protocol/gate'
import type { GateEvent } from '../../../src/protocol/gateEvent'
import { makeSdp } from './sdp'
import { signerFromSeed } from './signer'

export const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, () => 'A1').join(':')}`
export const SDP = makeSdp(FINGERPRINT)
export const OTHER_SDP = makeSdp(FINGERPRINT.replace('A1', 'A2'))

export const me = await signerFromSeed('01'.repeat(32))
export const bob = await signerFromSeed('02'.repeat(32))
export const carol = await signerFromSeed('03'.repeat(32))
export const mallory = await signerFromSeed('04'.repeat(32))

/** By the clocks of all. */
export const NOW = 1_700_000_000_000

/** A call, connection or message id that is the same in every run. */
export const token = (name: string, number = 0) => `${name}-${number}`.padEnd(22, 'x')

/** A gate with everything around it in the test's hands. */
export class GateRig {
  readonly events: GateEvent[] = []
  readonly seen = new Set<string>()
  readonly contacts = new Set<string>()
  live: { readonly callId: string; readonly remoteId: string } | null = null
  /** Whom we are calling. */
  calling: string | null = null
  now = NOW
  readonly gate = new Gate({
    localId: me.id,
    now: () => this.now,
    isContact: (id) => this.contacts.has(id),
    seenCalls: { has: ({ callId }) => this.seen.has(callId), add: ({ callId }) => this.seen.add(callId) },
    isLiveCall: (callId, remoteId) => this.live?.callId === callId && this.live.remoteId === remoteId,
    isCalling: (remoteId) => this.calling === remoteId,
    emit: (event) => this.events.push(event),
  })

  /** What came out of these messages when every check is done. */
  async after(...messages: readonly unknown[]): Promise<readonly GateEvent[]> {
    const from = this.events.length
    for (const message of messages) this.gate.receive(message)
    await this.settle()
    return this.events.slice(from)
  }

  async kindsAfter(...messages: readonly unknown[]): Promise<readonly string[]> {
    return kinds(await this.after(...messages))
  }

  async settle(): Promise<void> {
    while (this.gate.checking > 0) await setImmediate()
  }
}

/** Events in short: their kind, and why where refused. */
export function kinds(events: readonly GateEvent[]): readonly string[] {
  return events.map((event) => (event.kind === 'refused' ? `refused: ${event.why}` : event.kind))
}

export async function offerFrom(signer: Signer, changes: Partial<OfferClaim> = {}, sdp = SDP) {
  const claim = {
    calleeId: me.id,
    callId: token('call'),
    connectionId: token('connection'),
    purpose: 'ring' as const,
    time: NOW,
    camera: true,
    name: 'Ann',
    ...changes,
  }
  const { callId, purpose, time, camera, name, connectionId } = claim
  const signature = await signOffer(signer, claim, FINGERPRINT)
  const metadata = { tabcall: 1, callId, purpose, time, camera, name, publicKey: signer.publicKey, signature }
  const payload = {
    type: 'data',
    connectionId,
    sdp: { type: 'offer', sdp },
    label: 'x',
    reliable: true,
    serialization: 'raw',
    metadata,
  }
  return { type: 'OFFER', src: signer.id, dst: me.id, payload }
}

export function plainOffer(src: string, connectionId: string) {
  const sdp = { type: 'offer', sdp: SDP }
  return { type: 'OFFER', src, payload: { type: 'media', connectionId, sdp, metadata: { anything: [1, 2, 3] } } }
}

/** The answer to the offer that `expectAnswer` was told of with this signature. */
export async function answerFrom(signer: Signer, offerSignature: string, sdp = SDP) {
  const claim = { callerId: me.id, callId: token('call'), connectionId: token('connection'), offerSignature }
  const proof = { publicKey: signer.publicKey, signature: await signAnswer(signer, claim, FINGERPRINT) }
  return {
    type: 'ANSWER',
    src: signer.id,
    payload: { type: 'data', connectionId: claim.connectionId, sdp: { type: 'answer', sdp }, proof },
  }
}

/** A candidate that can be told apart by its priority. */
export function candidate(src: string, number: number, connectionId = token('connection'), type = 'data') {
  const line = `candidate:1 1 udp ${number} 198.51.100.7 46154 typ host`
  return {
    type: 'CANDIDATE',
    src,
    payload: { type, connectionId, candidate: { candidate: line, sdpMid: '0', sdpMLineIndex: 0 } },
  }
}

export async function controlFrom(
  signer: Signer,
  message: ControlMessage,
  changes: { callId?: string; connectionId?: string; id?: string } = {},
) {
  const body = makeControl(message, changes.callId ?? token('call'), changes.id ?? token('message'))
  const signature = await signControl(signer, { toId: me.id, body })
  const connectionId = changes.connectionId ?? token('connection')
  return {
    type: 'CANDIDATE',
    src: signer.id,
    payload: { type: 'data', connectionId, tabcall: { body, publicKey: signer.publicKey, signature } },
  }
}

export const offerSignature = 'S'.repeat(86)
export const callId = token('call')
export const connectionId = token('connection')

/** A rig that has dialled Bob and waits for his answer. */
export function dialling(): GateRig {
  const rig = new GateRig()
  expect(rig.gate.expectAnswer({ connectionId, remote: { kind: 'tabcall', id: bob.id }, callId, offerSignature })).toBe(true)
  return rig
}

/** A rig at which Bob rings. */
export async function rung(changes = {}): Promise<GateRig> {
  const rig = new GateRig()
  expect(await rig.kindsAfter(await offerFrom(bob, changes))).toEqual(['offer'])
  return rig
}
