/** How often a quiet registration is proved alive. */
const KEEP_ALIVE_MS = 20_000
/** How often `tick` is to be called; timers that come `SLEEP_MS` later mean that the machine slept. */
export const TICK_MS = 2_000
const SLEEP_MS = 3_000

export interface Clocks {
  /** Milliseconds that nobody sets; they may stand still while the machine sleeps. */
  readonly now: () => number
  /** Milliseconds since the epoch, as the computer's clock is set. */
  readonly wallClock: () => number
}

/**
 * Knows by two clocks when a registration must be proved: one alone is deceived, by sleep or by whoever sets the time.
 */
export class AliveWatch {
  #clocks: Clocks
  #heardAt: number
  #ticked: { readonly now: number; readonly wallClock: number }

  constructor(clocks: Clocks) {
    this.#clocks = clocks
    this.#ticked = { now: clocks.now(), wallClock: clocks.wallClock() }
    this.#heardAt = this.#ticked.now
  }

  /** Something came, or is being asked for. */
  heard(): void {
    this.#heardAt = this.#clocks.now()
  }

  /** `slept`: the machine was asleep, or its clock was set ahead. `quiet`: nothing came for so long that it must be proved. */
  tick(): 'slept' | 'quiet' | null {
    const [now, wallClock] = [this.#clocks.now(), this.#clocks.wallClock()]
    const late = Math.max(now - this.#ticked.now, wallClock - this.#ticked.wallClock) - TICK_MS
    this.#ticked = { now, wallClock }
    if (late > SLEEP_MS) return 'slept'
    return now - this.#heardAt > KEEP_ALIVE_MS ? 'quiet' : null
  }
}
