import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GateEvent } from '../../src/protocol/gateEvent'
import {
  answerFrom,
  bob,
  candidate,
  carol,
  controlFrom,
  GateRig,
  mallory,
  me,
  OTHER_SDP,
  offerFrom,
  plainOffer,
  token,
} from './support/gateRig'

/** 10,000 in `npm test`, 1,000,000 in `npm run soak`. */
const RUNS = Number(process.env.TABCALL_FUZZ_RUNS ?? 10_000)
const SEED = Number(process.env.TABCALL_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const RUNS_PER_MS = 0.05

const OFFER_SIGNATURE = 'S'.repeat(86)
/** Connections by what they are used for; each also gets messages of all other kinds. */
const CONNECTIONS = [token('c', 0), token('c', 1), token('c', 2), 'mc_1', 'mc_2']

/** Messages signed once, since signing is the slow part. */
interface Signed {
  readonly message: unknown
}

const signers = [bob, carol, mallory]
const signed: readonly Signed[] = await Promise.all([
  ...signers.flatMap((signer) =>
    CONNECTIONS.flatMap((connectionId) =>
      [0, 1].flatMap((call) =>
        (['ring', 'resume'] as const).map(async (purpose) => ({
          message: await offerFrom(signer, { connectionId, callId: token('k', call), purpose }),
        })),
      ),
    ),
  ),
  ...signers.map(async (signer) => ({ message: { ...(await offerFrom(signer, { connectionId: token('c') })), src: bob.id } })),
  offerFrom(bob, { connectionId: token('c', 1) }, OTHER_SDP).then((message) => ({ message })),
  ...signers.map(async (signer) => ({ message: { ...(await answerFrom(signer, OFFER_SIGNATURE)), src: bob.id } })),
  ...signers.map(async (signer) => ({ message: await answerFrom(signer, OFFER_SIGNATURE) })),
  ...signers.flatMap((signer) =>
    CONNECTIONS.map(async (connectionId) => ({
      message: await controlFrom(signer, { type: 'keepAlive' }, { connectionId, callId: token('k') }),
    })),
  ),
])

const connection = fc.constantFrom(...CONNECTIONS, token('connection'))
const source = fc.constantFrom(bob.id, carol.id, mallory.id, me.id, 'page', 'other-page', bob.id.toLowerCase(), '')

/** Values that reach prototypes, throw, or have the wrong type where another is looked for. */
const junk = fc.oneof(
  fc.anything({ withNullPrototype: true, withObjectString: true, withSparseArray: true, withBigInt: true, maxDepth: 3 }),
  fc.constantFrom('__proto__', 'constructor', Object.prototype, Symbol('x'), Number.NaN, () => 1),
)
const FIELDS = [
  'type',
  'src',
  'payload',
  'connectionId',
  'sdp',
  'metadata',
  'serialization',
  'candidate',
  'tabcall',
  'proof',
  '__proto__',
]

/** A message with one of its fields, at any depth, made something else. */
const broken = fc
  .tuple(fc.constantFrom(...signed), fc.constantFrom(...FIELDS), junk)
  .map(([{ message }, field, value]) => JSON.parse(JSON.stringify(message), (key, old) => (key === field ? value : old)))
const loose = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom('OFFER', 'ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE', 'OPEN', 'ERROR', 'HEARTBEAT', '__proto__'),
      junk,
    ),
    src: fc.oneof(source, junk),
    payload: fc.oneof(
      junk,
      fc.record({ connectionId: fc.oneof(connection, junk), type: junk, sdp: junk, candidate: junk, tabcall: junk }),
    ),
  },
  { requiredKeys: [] },
)
const message = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...signed).map((ready) => ready.message) },
  { weight: 3, arbitrary: fc.tuple(source, connection).map(([src, id]) => plainOffer(src, id)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(source, fc.option(connection, { nil: undefined }))
      .map(([src, connectionId]) => ({ type: 'EXPIRE', src, payload: { connectionId } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.constant([bob.id, token('connection')] as const), fc.tuple(source, connection))
      .map(([src, connectionId]) => ({ type: 'TABCALL-BUSY', src, payload: { connectionId } })),
  },
  { weight: 1, arbitrary: source.map((src) => ({ type: 'LEAVE', src })) },
  { weight: 2, arbitrary: broken },
  { weight: 2, arbitrary: loose },
  { weight: 1, arbitrary: junk },
)

const action = fc.oneof(
  { weight: 10, arbitrary: message.map((content) => ({ type: 'receive', message: content }) as const) },
  /** Its number is given when it is sent. */
  { weight: 10, arbitrary: fc.record({ type: fc.constant('candidate' as const), src: source, connectionId: connection }) },
  { weight: 2, arbitrary: connection.map((connectionId) => ({ type: 'close', connectionId }) as const) },
  { weight: 2, arbitrary: fc.constant({ type: 'dial' } as const) },
  { weight: 1, arbitrary: fc.boolean().map((live) => ({ type: 'live', live }) as const) },
  { weight: 1, arbitrary: fc.nat(90_000).map((ms) => ({ type: 'wait', ms }) as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'settle' } as const) },
)

function candidateNumber(event: GateEvent): number | null {
  if (event.kind !== 'candidate' || event.message.type !== 'CANDIDATE') return null
  return Number(event.message.payload.candidate.candidate.split(' ')[3])
}

test(
  `whatever comes in whatever order, nothing throws, memory is bounded and verdicts keep their order (seed ${SEED})`,
  async () => {
    console.info(`gate: ${RUNS} runs, TABCALL_FUZZ_SEED=${SEED}`)
    const counts = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 16 }), async (actions) => {
        const rig = new GateRig()
        rig.contacts.add(carol.id)
        let sent = 0
        for (const step of actions) {
          if (step.type === 'receive') rig.gate.receive(step.message)
          if (step.type === 'candidate') rig.gate.receive(candidate(step.src, ++sent, step.connectionId))
          if (step.type === 'close') rig.gate.close(step.connectionId)
          if (step.type === 'live') rig.live = step.live ? { callId: token('k'), remoteId: bob.id } : null
          if (step.type === 'wait') rig.now += step.ms
          if (step.type === 'settle') await rig.settle()
          if (step.type === 'dial') {
            const remote = { kind: 'tabcall', id: bob.id } as const
            rig.gate.expectAnswer({
              connectionId: token('connection'),
              remote,
              callId: token('call'),
              offerSignature: OFFER_SIGNATURE,
            })
          }
          expect(rig.gate.size).toBeLessThanOrEqual(8 + 16)
        }
        await rig.settle()
        check(rig.events)
        for (const event of rig.events) counts.set(event.kind, (counts.get(event.kind) ?? 0) + 1)
      }),
      { numRuns: RUNS, seed: SEED },
    )
    // A fuzzer that never gets past the first check has tested nothing; a few runs by hand need not meet everything.
    if (RUNS < 1_000) return
    for (const kind of ['offer', 'plainOffer', 'answer', 'candidate', 'control', 'identityMismatch', 'expired', 'busy']) {
      expect(counts.get(kind) ?? 0, kind).toBeGreaterThan(0)
    }
  },
  30_000 + RUNS / RUNS_PER_MS,
)

/** What must hold of the verdicts of any run. */
function check(events: readonly GateEvent[]): void {
  const last = new Map<string, number>()
  const offered = new Set<string>()
  for (const event of events) {
    if (event.kind === 'refused' || event.kind === 'server') continue
    if (event.kind === 'expired' || event.kind === 'busy') continue
    const { connectionId } = event
    if (event.kind === 'offer' || event.kind === 'plainOffer') {
      expect(offered.has(connectionId)).toBe(false)
      offered.add(connectionId)
      expect(event.kind === 'offer').toBe(event.from.kind === 'tabcall')
    }
    if (event.kind === 'offer') expect(event.metadata.publicKey).toBe(signers.find(({ id }) => id === event.from.id)?.publicKey)
    if (event.kind === 'answer') expect(event.publicKey).toBe(bob.publicKey)
    const number = candidateNumber(event)
    if (number !== null) {
      expect(number).toBeGreaterThan(last.get(connectionId) ?? 0)
      last.set(connectionId, number)
      expect(offered.has(connectionId) || connectionId === token('connection')).toBe(true)
    }
  }
}
