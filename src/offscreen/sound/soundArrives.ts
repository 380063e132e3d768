import type { Clock } from '../media/clock'
import type { Unsubscribe } from '../ports'

const LOOK_MS = 40

/** A line that brings no sound for this long brings none soon. */
const GIVE_UP_MS = 2_000

/**
 * Calls `then` once, when sound comes out of a receiver's jitter buffer (its synchronization sources are known from then
 * on, WebRTC 5.3.3), or after 2 s without. Never in this turn.
 * @returns stops waiting.
 */
export function whenSoundArrives(
  receiver: Pick<RTCRtpReceiver, 'getSynchronizationSources'> | null,
  clock: Pick<Clock, 'every'>,
  then: () => void,
): Unsubscribe {
  let waited = 0
  const stop = clock.every(LOOK_MS, () => {
    waited += LOOK_MS
    if (waited < GIVE_UP_MS && receiver?.getSynchronizationSources().length === 0) return
    stop()
    then()
  })
  return stop
}
