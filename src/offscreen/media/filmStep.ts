import type { Slot, Unsubscribe } from '../ports'
import type { Clock } from './clock'
import { numberIn, type StatsEntry, statsEntries } from './stats'

/** How long a film's pictures wait until it is known how long its sound does, in milliseconds (measured at the speaker). */
export const FIRST_WAIT_MS = 230

/** From the jitter buffer through the audio graph to the speaker, in milliseconds, less what a picture takes to its screen. */
const GRAPH_MS = 80

/** The longest that may be asked for is 4 s (`jitterBufferTarget`); a film that is this late is not watched together any more. */
const LONGEST_MS = 2_000

/** A smaller step nobody sees, and each makes the picture hesitate. */
const STEP_MS = 20

const LOOK_MS = 1_000

/** What is needed of the line that brings a film. */
export interface FilmLine {
  receiver(slot: Slot): Pick<RTCRtpReceiver, 'getStats' | 'jitterBufferTarget'> | null
}

/** What the statistics have counted of a sound: seconds that its samples waited, together, and how many there were. */
export interface SoundWait {
  readonly seconds: number
  readonly samples: number
}

/** Of the receiver of a sound (webrtc-stats, `jitterBufferDelay`); null before there is any. */
export function soundWait(entries: readonly StatsEntry[]): SoundWait | null {
  const inbound = entries.find((entry) => entry.type === 'inbound-rtp')
  const seconds = numberIn(inbound, 'jitterBufferDelay')
  const samples = numberIn(inbound, 'jitterBufferEmittedCount')
  return seconds === null || samples === null ? null : { seconds, samples }
}

/** How long the pictures should wait, in milliseconds, where they waited `waiting` and the sound's samples between two looks so long. */
export function pictureWait(waiting: number, before: SoundWait, now: SoundWait): number {
  const samples = now.samples - before.samples
  if (samples <= 0) return waiting
  const wanted = Math.min(LONGEST_MS, ((now.seconds - before.seconds) / samples) * 1_000 + GRAPH_MS)
  return Math.abs(wanted - waiting) < STEP_MS ? waiting : Math.round(wanted)
}

/**
 * Lets the pictures of a film wait as long as its sound does, which is buffered against loss and behind on a busy machine.
 * In one stream the browser would do it, and hold up a page of text by up to half a second too.
 */
export class FilmStep {
  #clock: Clock
  #film: { readonly line: FilmLine; readonly stop: Unsubscribe } | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The line that a film comes by; null where none is shared (any more). */
  follow(line: FilmLine | null): void {
    if (line === (this.#film?.line ?? null)) return
    this.#film?.stop()
    letWait(this.#film?.line ?? null, null)
    this.#film = line && { line, stop: this.#keepInStep(line) }
  }

  #keepInStep(line: FilmLine): Unsubscribe {
    let stopped = false
    let waiting = FIRST_WAIT_MS
    let before: SoundWait | null = null
    letWait(line, waiting)
    const look = async (): Promise<void> => {
      const report = await line.receiver('shareSound')?.getStats()
      const now = report ? soundWait(statsEntries(report)) : null
      if (stopped || now === null) return
      if (before !== null) waiting = pictureWait(waiting, before, now)
      before = now
      letWait(line, waiting)
    }
    // A connection that was closed meanwhile has no statistics; another line is followed soon.
    const stop = this.#clock.every(LOOK_MS, () => void look().catch(() => {}))
    return () => {
      stopped = true
      stop()
    }
  }
}

function letWait(line: FilmLine | null, ms: number | null): void {
  const receiver = line?.receiver('sharePicture')
  if (receiver && receiver.jitterBufferTarget !== ms) receiver.jitterBufferTarget = ms
}
