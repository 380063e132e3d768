import type { Quality } from '../../messaging/snapshot'
import { activePair, findEntry, numberIn, type StatsEntry, textIn } from './stats'

/** What one look at the statistics says, with the running counts that the next look is compared with. */
export interface QualitySample {
  readonly received: number
  readonly lost: number
  /** Packets that the other side says it has lost of ours, 0 to 1. */
  readonly remoteLoss: number | null
  readonly roundTripMs: number | null
  readonly jitterMs: number | null
  readonly resolution: Quality['resolution']
  readonly codec: string | null
  readonly path: Quality['path']
}

function isRelayed(entries: readonly StatsEntry[], pair: StatsEntry | undefined): boolean {
  return ['localCandidateId', 'remoteCandidateId'].some(
    (field) => textIn(findEntry(entries, textIn(pair, field)), 'candidateType') === 'relay',
  )
}

/** The larger of the pictures that come in: a share, when there is one, else the camera. */
function largestPicture(inbound: readonly StatsEntry[]): StatsEntry | undefined {
  const area = (entry: StatsEntry): number =>
    (numberIn(entry, 'framesPerSecond') ?? 0) > 0
      ? (numberIn(entry, 'frameWidth') ?? 0) * (numberIn(entry, 'frameHeight') ?? 0)
      : 0
  return inbound.filter((entry) => entry.kind === 'video' && area(entry) > 0).sort((a, b) => area(b) - area(a))[0]
}

/** Reads a stats report's entries (webrtc-stats) as far as quality needs them. */
export function sampleQuality(entries: readonly StatsEntry[]): QualitySample {
  const inbound = entries.filter((entry) => entry.type === 'inbound-rtp')
  const remoteInbound = entries.filter((entry) => entry.type === 'remote-inbound-rtp')
  const pair = activePair(entries)
  const sum = (field: string): number => inbound.reduce((total, entry) => total + (numberIn(entry, field) ?? 0), 0)
  const losses = remoteInbound.map((entry) => numberIn(entry, 'fractionLost')).filter((loss) => loss !== null)
  const voice = inbound.find((entry) => entry.kind === 'audio')
  const picture = largestPicture(inbound)
  const width = numberIn(picture, 'frameWidth')
  const height = numberIn(picture, 'frameHeight')
  const roundTrip = numberIn(pair, 'currentRoundTripTime')
  const jitter = numberIn(voice, 'jitter')
  const mimeType = textIn(findEntry(entries, textIn(picture ?? voice, 'codecId')), 'mimeType')
  return {
    received: sum('packetsReceived'),
    lost: sum('packetsLost'),
    remoteLoss: losses.length > 0 ? Math.max(...losses) : null,
    roundTripMs: roundTrip === null ? null : Math.round(roundTrip * 1000),
    jitterMs: jitter === null ? null : jitter * 1000,
    resolution:
      width !== null && height !== null
        ? { width, height, framesPerSecond: Math.round(numberIn(picture, 'framesPerSecond') ?? 0) }
        : null,
    codec: mimeType?.split('/')[1] ?? null,
    path: pair === undefined ? null : isRelayed(entries, pair) ? 'relayed' : 'direct',
  }
}

/**
 * Where a call begins to suffer. Round trip: ITU-T G.114 calls 150 ms one way fine and 400 ms the limit.
 * Loss: Opus hides a few percent; beyond 8 % words go.
 */
const FAIR = { roundTripMs: 300, loss: 0.025, jitterMs: 40 }
const POOR = { roundTripMs: 700, loss: 0.08, jitterMs: 100 }

export type Level = Quality['level']

interface Measures {
  readonly roundTripMs: number | null
  readonly loss: number | null
  readonly jitterMs: number | null
}

function exceeds(
  measures: Measures,
  limits: { readonly roundTripMs: number; readonly loss: number; readonly jitterMs: number },
): boolean {
  return (
    (measures.roundTripMs ?? 0) > limits.roundTripMs ||
    (measures.loss ?? 0) > limits.loss ||
    (measures.jitterMs ?? 0) > limits.jitterMs
  )
}

export function levelOf(measures: Measures): Level {
  if (exceeds(measures, POOR)) return 'poor'
  return exceeds(measures, FAIR) ? 'fair' : 'good'
}

/** Losses are averaged over about this many looks: a single burst is no quality. */
const SMOOTHING = 0.3
/** A level must be seen this often in a row before it is told: words must not flicker. Worse is told sooner. */
const LOOKS_WORSE = 2
const LOOKS_BETTER = 4

/** The quality so far; what `nextQuality` needs to go on. */
export interface QualityState {
  readonly sample: QualitySample
  readonly loss: number | null
  readonly level: Level
  readonly candidate: Level
  readonly looks: number
}

const RANK: Record<Level, number> = { good: 0, fair: 1, poor: 2 }

/** One look further. `state` is null at the first one. */
export function nextQuality(state: QualityState | null, sample: QualitySample): QualityState {
  const loss = smoothedLoss(state, sample)
  const seen = levelOf({ ...sample, loss })
  if (!state) return { sample, loss, level: seen, candidate: seen, looks: 1 }
  const looks = seen === state.candidate ? state.looks + 1 : 1
  const needed = RANK[seen] > RANK[state.level] ? LOOKS_WORSE : LOOKS_BETTER
  const level = seen !== state.level && looks >= needed ? seen : state.level
  return { sample, loss, level, candidate: seen, looks }
}

/** The worse of both directions: a conversation needs both. */
function smoothedLoss(state: QualityState | null, sample: QualitySample): number | null {
  if (!state) return sample.remoteLoss
  const received = sample.received - state.sample.received
  const lost = Math.max(0, sample.lost - state.sample.lost)
  const incoming = received + lost > 0 ? lost / (received + lost) : null
  if (incoming === null && sample.remoteLoss === null) return state.loss
  const now = Math.min(1, Math.max(incoming ?? 0, sample.remoteLoss ?? 0))
  return state.loss === null ? now : state.loss + SMOOTHING * (now - state.loss)
}

/** What views are shown of it. */
export function describeQuality({ sample, loss, level }: QualityState): Quality {
  const { roundTripMs, resolution, codec, path } = sample
  return { level, roundTripMs, loss: loss === null ? null : Math.round(loss * 1000) / 1000, resolution, codec, path }
}
