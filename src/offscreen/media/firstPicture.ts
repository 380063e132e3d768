import type { Unsubscribe } from '../ports'
import type { Clock } from './clock'
import { numberIn, statsEntries } from './stats'

const LOOK_MS = 40
/** Whatever became of it: the picture must not stay small. */
const GIVE_UP_MS = 1_500

/** Calls `onSent` once, as soon as `sender` has encoded another picture, or after 1.5 s. */
export function watchFirstPicture(
  sender: Pick<RTCRtpSender, 'getStats'>,
  clock: Pick<Clock, 'every' | 'after'>,
  onSent: () => void,
): Unsubscribe {
  let before: number | null = null
  const stops = [clock.every(LOOK_MS, () => void look().catch(() => undefined)), clock.after(GIVE_UP_MS, done)]
  void look().catch(() => undefined)

  function stop(): void {
    for (const each of stops.splice(0)) each()
  }

  function done(): void {
    if (stops.length === 0) return
    stop()
    onSent()
  }

  async function look(): Promise<void> {
    const outbound = statsEntries(await sender.getStats()).find(({ type }) => type === 'outbound-rtp')
    const encoded = numberIn(outbound, 'framesEncoded') ?? 0
    before ??= encoded
    if (encoded > before) done()
  }

  return stop
}
