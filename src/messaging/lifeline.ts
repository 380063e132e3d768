/**
 * A lock that the offscreen document holds for as long as it lives. There is no event for its end: who waits for this lock
 * learns of it at once, where an alarm alone takes 30 s.
 *
 * No port does that job: a port closes when its last receiver does, so with a listener for ports in the service worker the
 * views' own lines would outlive the document, and they would show a dead call for ever.
 */
const LIFELINE = 'tabcall:lifeline'

/** A service worker dies after 30 s without an event, and waiting for a lock does not keep it: a message does. */
const BEAT_MS = 20_000

type Locks = Pick<LockManager, 'request'>

/** In the offscreen document, first thing: held until it is gone. */
export function holdLifeline(locks: Locks): void {
  void locks.request(LIFELINE, () => new Promise<never>(() => undefined))
}

/** In the service worker: resolves when no offscreen document lives. */
export async function lifelineEnd(locks: Locks): Promise<void> {
  await locks.request(LIFELINE, () => undefined)
}

/** In the offscreen document: `hold(true)` while there is a call keeps the service worker, which has to bring the call back. */
export function keepWorker(beat: () => void): { hold(held: boolean): void } {
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    hold(held) {
      if (held === (timer !== undefined)) return
      clearInterval(timer)
      timer = held ? setInterval(beat, BEAT_MS) : undefined
    },
  }
}
