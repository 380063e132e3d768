export interface KeeperDeps {
  /** How many places there are to try. */
  readonly places: number
  /** Puts the host at a place anew, which loads the overlay anew. */
  attach(place: number): void
  giveUp(): void
  /** Milliseconds. */
  now(): number
  after(ms: number, callback: () => void): () => void
}

export interface Keeper {
  /** The page took the host away. */
  lost(): void
  stop(): void
}

/** Pauses before each try at one place. Never at once: a page that watches its tree would race with us for ever. */
export const RETRY_PAUSES_MS = [0, 100, 400] as const
/** A host that stood for this long was not removed by a loop: the count starts again. */
export const STOOD_MS = 10_000

/** Puts the host back when a page removes it, a few times at each place, then gives up. */
export function createKeeper(deps: KeeperDeps): Keeper {
  let place = 0
  let tries = 0
  let attachedAt = deps.now()
  let cancel: (() => void) | null = null
  let stopped = false

  return {
    lost() {
      if (stopped || cancel !== null) return
      if (deps.now() - attachedAt >= STOOD_MS) tries = 0
      let pause = RETRY_PAUSES_MS[tries]
      if (pause === undefined) {
        place++
        tries = 0
        pause = RETRY_PAUSES_MS[0]
      }
      if (place >= deps.places) {
        stopped = true
        deps.giveUp()
        return
      }
      tries++
      cancel = deps.after(pause, () => {
        cancel = null
        attachedAt = deps.now()
        deps.attach(place)
      })
    },
    stop() {
      stopped = true
      cancel?.()
      cancel = null
    },
  }
}
