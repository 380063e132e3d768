import { describe, expect, it } from 'vitest'
import {
  describeQuality,
  levelOf,
  nextQuality,
  type QualitySample,
  type QualityState,
  sampleQuality,
} from '../../../src/offscreen/media/quality'
import type { StatsEntry } from '../../../src/offscreen/media/stats'

/** Shapes as Chromium 156 reports them, shortened. */
function report(relayed = false): StatsEntry[] {
  return [
    { type: 'transport', id: 'T01', selectedCandidatePairId: 'CP1', bytesReceived: 123_456 },
    { type: 'candidate-pair', id: 'CP0', localCandidateId: 'I9', remoteCandidateId: 'I8', currentRoundTripTime: 9 },
    { type: 'candidate-pair', id: 'CP1', localCandidateId: 'I1', remoteCandidateId: 'I2', currentRoundTripTime: 0.0534 },
    { type: 'local-candidate', id: 'I1', candidateType: 'host' },
    { type: 'remote-candidate', id: 'I2', candidateType: relayed ? 'relay' : 'srflx' },
    { type: 'codec', id: 'C1', mimeType: 'audio/opus' },
    { type: 'codec', id: 'C2', mimeType: 'video/VP9' },
    { type: 'inbound-rtp', id: 'IA', kind: 'audio', codecId: 'C1', packetsReceived: 500, packetsLost: 3, jitter: 0.004 },
    {
      type: 'inbound-rtp',
      id: 'IV',
      kind: 'video',
      codecId: 'C2',
      packetsReceived: 1_500,
      packetsLost: 7,
      frameWidth: 640,
      frameHeight: 360,
      framesPerSecond: 24,
    },
    {
      type: 'inbound-rtp',
      id: 'IS',
      kind: 'video',
      codecId: 'C2',
      packetsReceived: 0,
      packetsLost: 0,
      frameWidth: 1280,
      frameHeight: 800,
      framesPerSecond: 12.4,
    },
    { type: 'inbound-rtp', id: 'IP', kind: 'video', codecId: 'C2', frameWidth: 3840, frameHeight: 2160 },
    { type: 'remote-inbound-rtp', id: 'RA', kind: 'audio', fractionLost: 0.01 },
  ]
}

describe('what the statistics say', () => {
  it('is read from the pair in use and the largest picture that moves', () => {
    expect(sampleQuality(report())).toEqual({
      received: 2_000,
      lost: 10,
      remoteLoss: 0.01,
      roundTripMs: 53,
      jitterMs: 4,
      resolution: { width: 1280, height: 800, framesPerSecond: 12 },
      codec: 'VP9',
      path: 'direct',
    })
  })

  it('knows a relay on either side', () => {
    expect(sampleQuality(report(true)).path).toBe('relayed')
  })

  it('survives statistics without anything in them', () => {
    expect(sampleQuality([])).toMatchObject({ roundTripMs: null, resolution: null, codec: null, path: null })
    expect(sampleQuality([{ type: 'inbound-rtp', packetsReceived: 'many' }])).toMatchObject({ received: 0 })
  })

  it('takes the voice codec where there is no picture', () => {
    expect(sampleQuality(report().filter((entry) => entry.kind !== 'video')).codec).toBe('opus')
  })
})

describe('the level', () => {
  it.each([
    [{ roundTripMs: 50, loss: 0, jitterMs: 5 }, 'good'],
    [{ roundTripMs: 350, loss: 0, jitterMs: 5 }, 'fair'],
    [{ roundTripMs: 50, loss: 0.05, jitterMs: 5 }, 'fair'],
    [{ roundTripMs: 50, loss: 0.12, jitterMs: 5 }, 'poor'],
    [{ roundTripMs: 900, loss: 0, jitterMs: 5 }, 'poor'],
    [{ roundTripMs: null, loss: null, jitterMs: null }, 'good'],
  ] as const)('of %o is %s', (measures, level) => {
    expect(levelOf(measures)).toBe(level)
  })

  function run(
    samples: readonly Partial<QualitySample>[],
    from: QualityState | null = null,
  ): { levels: string[]; state: QualityState | null } {
    let state = from
    let received = state?.sample.received ?? 0
    let lost = state?.sample.lost ?? 0
    const levels: string[] = []
    for (const sample of samples) {
      received += sample.received ?? 100
      lost += sample.lost ?? 0
      state = nextQuality(state, { ...sampleQuality([]), roundTripMs: 50, ...sample, received, lost })
      levels.push(state.level)
    }
    return { levels, state }
  }

  it('does not flicker with single bad seconds', () => {
    const { levels } = run(Array.from({ length: 20 }, (_, index) => (index % 4 === 0 ? { roundTripMs: 900 } : {})).slice(1))
    expect(new Set(levels)).toEqual(new Set(['good']))
  })

  it('worsens after two looks and betters after four', () => {
    const good = run([{}, {}])
    const bad = run(
      Array.from({ length: 3 }, () => ({ roundTripMs: 900 })),
      good.state,
    )
    expect(bad.levels).toEqual(['good', 'poor', 'poor'])
    const better = run(
      Array.from({ length: 5 }, () => ({})),
      bad.state,
    )
    expect(better.levels).toEqual(['poor', 'poor', 'poor', 'good', 'good'])
  })

  it('counts loss between two looks, not since the call began, and smooths it', () => {
    const { state } = run([{ lost: 5_000 }, {}, { lost: 10, received: 90 }])
    expect(state && describeQuality(state).loss).toBeCloseTo(0.03, 3)
  })

  it('is poor for loss the other way too', () => {
    const { levels } = run(Array.from({ length: 12 }, () => ({ remoteLoss: 0.2 })))
    expect(levels.at(-1)).toBe('poor')
  })
})
