import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ControlCarrier, parseControl } from '../../src/protocol/control'
import { MAX_CHANNEL_CONTROL_BYTES, MAX_SIGNALED_CONTROL_BYTES, MAX_TITLE_CHARACTERS } from '../../src/protocol/limits'
import { controlText } from './support/controlTexts'

/** 10,000 in `npm test`, 1,000,000 in `npm run soak`. */
const RUNS = Number(process.env.TABCALL_FUZZ_RUNS ?? 10_000)
const SEED = Number(process.env.TABCALL_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const RUNS_PER_MS = 0.05

const LIMITS: Readonly<Record<ControlCarrier, number>> = {
  signaling: MAX_SIGNALED_CONTROL_BYTES,
  channel: MAX_CHANNEL_CONTROL_BYTES,
}
test(
  `whatever comes by the channel or by signaling, nothing throws and what is taken is within its limits (seed ${SEED})`,
  () => {
    console.info(`control: ${RUNS} runs, TABCALL_FUZZ_SEED=${SEED}`)
    let taken = 0
    fc.assert(
      fc.property(controlText, fc.constantFrom('signaling' as const, 'channel' as const), (said, carrier) => {
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
