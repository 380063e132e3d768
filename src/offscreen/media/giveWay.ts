/**
 * Who gives way when the line is too slow: the camera first, then the shared picture; voice and music never.
 * A pure policy over what the browser says it may send. That is a guess, and jitter makes it far too low (60 of 500 kbit/s
 * measured): it makes pictures small, which Chromium does down to 30 kbit/s, but it stops the last of them only when the
 * other side is seen to suffer.
 */

/** `lean`: the camera is small and slow; `noCamera`, `noPictures`: paused one after the other. */
export const GIVE_WAY_STAGES = ['full', 'lean', 'noCamera', 'noPictures'] as const
export type GiveWayStage = (typeof GIVE_WAY_STAGES)[number]

export interface GiveWay {
  readonly stage: GiveWayStage
  /** Since when the line has been too slow for this stage, or null (clock milliseconds). */
  readonly tightSince: number | null
  /** When more may be tried again; null at `full`. */
  readonly retryAt: number | null
  /** How many tries in a row have failed: the pauses between them double. */
  readonly failures: number
}

export const FULL: GiveWay = { stage: 'full', tightSince: null, retryAt: null, failures: 0 }

/** Once a second, from the stats. Bit rates in bits a second. */
export interface LineSample {
  readonly now: number
  /** What congestion control allows in all; null while unknown. */
  readonly available: number | null
  /** What really leaves. A still page needs little and proves nothing about the line. */
  readonly used: number
  /** What voice and music need. */
  readonly sound: number
  /** The part of the packets that the other side last reported lost, 0 to 1; null while unknown. */
  readonly loss: number | null
  readonly roundTripMs: number | null
  readonly camera: boolean
  readonly sharePicture: boolean
}

/** Below this a camera picture is mud at a few frames a second. */
export const CAMERA_FLOOR = 60_000
/** Beside a share, a camera must not cost the share its sharpness. */
export const CAMERA_BESIDE_SHARE = 150_000
/** A shared page takes this to be legible within some seconds of a change. */
export const SHARE_FLOOR = 120_000
/** A share that has less than this makes the camera go lean. */
export const SHARE_GOOD = 900_000

/** A dip shorter than this is jitter: the encoder alone bridges it. */
const TIGHT_MS = 4_000
/** A line of which less than this part is used is not what holds the pictures back. */
const FULL_USE = 0.6
/** What redundancy does not mend, and what no conversation bears. Only a line that is overfull keeps to it with little sent. */
const HEAVY_LOSS = 0.1
const LONG_ROUND_TRIP_MS = 1_000
/** First and largest pause before more is tried again. */
const RETRY_FIRST_MS = 10_000
const RETRY_MAX_MS = 60_000

/** What the pictures of a stage need at least, in bits a second. */
function floorOf(stage: GiveWayStage, sample: LineSample): number {
  const { camera, sharePicture } = sample
  switch (stage) {
    case 'full':
      return sharePicture ? SHARE_GOOD + (camera ? CAMERA_BESIDE_SHARE : 0) : CAMERA_FLOOR
    case 'lean':
      return sharePicture ? SHARE_FLOOR + (camera ? CAMERA_BESIDE_SHARE : 0) : CAMERA_FLOOR
    case 'noCamera':
      return sharePicture ? SHARE_FLOOR : 0
    case 'noPictures':
      return 0
  }
}

/** Stages that change nothing for what is sent now are left out. */
function stagesFor({ camera, sharePicture }: LineSample): readonly GiveWayStage[] {
  if (camera && sharePicture) return GIVE_WAY_STAGES
  if (camera) return ['full', 'noCamera']
  return sharePicture ? ['full', 'noPictures'] : ['full']
}

/** Whether the line of which little is asked is too slow even for that. */
function suffers({ loss, roundTripMs }: LineSample): boolean {
  return (loss ?? 0) >= HEAVY_LOSS || (roundTripMs ?? 0) >= LONG_ROUND_TRIP_MS
}

/** Whether the line asks for one step down. */
function isTight(stage: GiveWayStage, lower: GiveWayStage, sample: LineSample, available: number): boolean {
  if (available - sample.sound >= floorOf(stage, sample) || sample.used <= FULL_USE * available) return false
  const stopsTheLast = lower === 'noPictures' || (lower === 'noCamera' && !sample.sharePicture)
  return !stopsTheLast || suffers(sample)
}

function nearest(stage: GiveWayStage, stages: readonly GiveWayStage[]): number {
  const exact = stages.indexOf(stage)
  if (exact >= 0) return exact
  // Of the stages that are left, the last one that does not give more way than before.
  const severity = GIVE_WAY_STAGES.indexOf(stage)
  let found = 0
  stages.forEach((each, index) => {
    if (GIVE_WAY_STAGES.indexOf(each) <= severity) found = index
  })
  return found
}

/** One step of the policy. The same object comes back when nothing has changed. */
export function giveWay(state: GiveWay, sample: LineSample): GiveWay {
  const stages = stagesFor(sample)
  const index = nearest(state.stage, stages)
  const stage = stages[index] ?? 'full'
  const here: GiveWay = stage === state.stage ? state : { ...state, stage, tightSince: null }
  if (sample.available === null) return here

  const lower = stages[index + 1]
  if (lower !== undefined && isTight(stage, lower, sample, sample.available)) {
    if (here.tightSince === null) return { ...here, tightSince: sample.now }
    if (sample.now - here.tightSince < TIGHT_MS) return here
    const pause = Math.min(RETRY_FIRST_MS * 2 ** here.failures, RETRY_MAX_MS)
    return { stage: lower, tightSince: null, retryAt: sample.now + pause, failures: here.failures + 1 }
  }
  const calm: GiveWay = here.tightSince === null ? here : { ...here, tightSince: null }
  if (index > 0 && calm.retryAt !== null && sample.now >= calm.retryAt) {
    // What is paused cannot be measured: congestion control only grows with what is sent. So it is tried.
    const higher = stages[index - 1] ?? 'full'
    return { ...calm, stage: higher, retryAt: higher === 'full' ? null : sample.now + RETRY_FIRST_MS }
  }
  if (stage === 'full' && calm.failures > 0 && calm.retryAt === null) {
    return { ...calm, retryAt: sample.now + RETRY_MAX_MS }
  }
  if (stage === 'full' && calm.failures > 0 && calm.retryAt !== null && sample.now >= calm.retryAt) return FULL
  return calm
}
