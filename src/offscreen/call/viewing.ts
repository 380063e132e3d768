import type { Clock } from '../media/clock'

/** Views come and go as a call moves from popup to overlay: the other side's encoder need not stop for that. */
const LOOK_AWAY_MS = 400

export interface Pictures {
  readonly camera: boolean
  readonly share: boolean
}

const ALL: Pictures = { camera: true, share: true }

/**
 * Tells the other side which of its pictures anybody here looks at. Until told, it sends all: so nothing is said of a picture
 * that it does not offer, and the first frame of one that it starts to offer waits for nobody's word. Looking is told at
 * once, looking away after a moment.
 */
export class Viewing {
  #clock: Clock
  #tell: (seen: Pictures) => void
  #wanted = { remote: false, share: false }
  #offered: Pictures = { camera: true, share: false }
  #told = ALL
  #started = false
  #cancel: (() => void) | null = null

  constructor(clock: Clock, tell: (seen: Pictures) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  start(): void {
    this.#started = true
    this.#update()
  }

  /** The call is over: the next one starts anew. */
  stop(): void {
    this.#started = false
    this.#told = ALL
    this.#offered = { camera: true, share: false }
    this.#stopWaiting()
  }

  /** What the views here want now. */
  wanted(wanted: { readonly remote: boolean; readonly share: boolean }): void {
    this.#wanted = wanted
    this.#update()
  }

  /** What the other side has to show. */
  offered(offered: Pictures): void {
    this.#offered = offered
    this.#update()
  }

  /** Over a new line, what was told last may have been lost with the old one. */
  repeat(): void {
    if (this.#started) this.#tell(this.#told)
  }

  #seen(): Pictures {
    return {
      camera: this.#wanted.remote || !this.#offered.camera,
      share: this.#wanted.share || !this.#offered.share,
    }
  }

  #update(): void {
    if (!this.#started) return
    const seen = this.#seen()
    const same = seen.camera === this.#told.camera && seen.share === this.#told.share
    const looksAtMore = (seen.camera && !this.#told.camera) || (seen.share && !this.#told.share)
    if (same) this.#stopWaiting()
    else if (looksAtMore) this.#tellNow()
    else this.#cancel ??= this.#clock.after(LOOK_AWAY_MS, () => this.#tellNow())
  }

  #tellNow(): void {
    this.#stopWaiting()
    this.#told = this.#seen()
    this.#tell(this.#told)
  }

  #stopWaiting(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
