import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ControlCarrier, parseControl } from '../../src/protocol/control'
import { MAX_CHANNEL_CONTROL_BYTES, MAX_SIGNALED_CONTROL_BYTES, MAX_TITLE_CHARACTERS } from '../../src/protocol/limits'
import vectors from '../vectors/control.json'

/** 10,000 in `npm test`, 1,000,000 in `npm run soak`. */
const RUNS = Number(process.env.TABCALL_FUZZ_RUNS ?? 10_000)
const SEED = Number(process.env.TABCALL_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const RUNS_PER_MS = 0.2

const LIMITS: Readonly<Record<ControlCarrier, number>> = {
  signaling: MAX_SIGNALED_CONTROL_BYTES,
  channel: MAX_CHANNEL_CONTROL_BYTES,
}
const FIELDS = ['callId', 'id', 'message', 'type', 'camera', 'cause', 'share', 'source', 'title', 'music', 'artwork', 'revision']

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('__proto__', 'constructor', '\u202e<b>', null, -1, 1e308, 'A'.repeat(70_000)),
)

/** A message of the vectors with one of its fields, at any depth, made something else, or gone. */
const broken = fc
  .tuple(fc.constantFrom(...vectors), fc.constantFrom(...FIELDS), fc.option(junk, { nil: undefined }))
  .map(([{ body }, field, value]) => JSON.stringify(JSON.parse(body, (key, old) => (key === field ? value : old))) ?? '')
/** A message cut, doubled, or with a character changed. */
const torn = fc
  .tuple(fc.constantFrom(...vectors), fc.nat(400), fc.string({ unit: 'binary', maxLength: 3 }))
  .map(([{ body }, at, with_]) => `${body.slice(0, at)}${with_}${body.slice(at + 1)}`)
const text = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...vectors).map(({ body }) => body) },
  { weight: 4, arbitrary: broken },
  { weight: 4, arbitrary: torn },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.json() },
)

test(
  `whatever comes by the channel or by signaling, nothing throws and what is taken is within its limits (seed ${SEED})`,
  () => {
    console.info(`control: ${RUNS} runs, TABCALL_FUZZ_SEED=${SEED}`)
    let taken = 0
    fc.assert(
      fc.property(text, fc.constantFrom('signaling' as const, 'channel' as const), (said, carrier) => {
        const parsed = parseControl(said, carrier)
        if (!parsed.ok) return
        taken += 1
        expect(said.length).toBeLessThanOrEqual(LIMITS[carrier])
        const { message } = parsed.body
        if (carrier === 'signaling') expect(['media', 'viewing']).not.toContain(message.type)
        if (message.type !== 'media' || message.share === null) return
        const { title, music } = message.share
        for (const shown of [title, music?.title, music?.artist]) {
          expect(shown ?? '').not.toMatch(/[\p{C}\u2028\u2029]/u)
          expect((shown ?? '').length).toBeLessThanOrEqual(MAX_TITLE_CHARACTERS)
        }
        expect(music?.artwork ?? 'data:image/png;base64,').toMatch(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]*$/)
      }),
      { numRuns: RUNS, seed: SEED },
    )
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    // A fuzzer that never gets past the first check has tested nothing.
    expect(taken).toBeGreaterThan(RUNS / 100)
  },
  30_000 + RUNS / RUNS_PER_MS,
)
