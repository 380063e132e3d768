import type { Clock } from '../media/clock'
import type { Monitor } from './monitor'

/** Music that is not heard for this long after its start is worth a word. */
const NO_SOUND_MS = 5_000
const LOOK_MS = 250
/** −70 dB: quieter is a player that is paused. */
const AUDIBLE = 0.0003

/** Calls `onSilent` once where nothing is heard from the start on, unless the returned function is called before. */
export function watchSilence(monitor: Pick<Monitor, 'loudness'>, clock: Clock, onSilent: () => void): () => void {
  const deadline = clock.now() + NO_SOUND_MS
  const stop = clock.every(LOOK_MS, () => {
    const silent = monitor.loudness() < AUDIBLE
    if (silent && clock.now() < deadline) return
    stop()
    if (silent) onSilent()
  })
  return stop
}
