import type { Clock } from './clock'
import { activePair, numberIn, type StatsEntry, statsEntries } from './stats'

/** A line that brings nothing for this long is treated as lost: fifty voice packets in a row are no jitter. */
export const LINE_SILENCE_MS = 1_000

/** Often enough that silence is seen within 1.25 s, rare enough to cost nothing. */
const POLL_MS = 250

export interface LineWatchDeps {
  readonly clock: Clock
  /** Nothing has arrived for `LINE_SILENCE_MS`. Told once, until the line is alive again. */
  readonly onSilent: () => void
  /** Something arrives again. */
  readonly onAlive: () => void
}

/** Bytes received on everything the connection has; grows as long as anything at all arrives. */
function bytesReceived(entries: readonly StatsEntry[]): number {
  let transports = 0
  for (const entry of entries) if (entry.type === 'transport') transports += numberIn(entry, 'bytesReceived') ?? 0
  return transports > 0 ? transports : (numberIn(activePair(entries), 'bytesReceived') ?? 0)
}

/**
 * Watches whether anything still arrives. Only meaningful while voice flows: a muted microphone sends silence,
 * so a living line is never still. ICE itself notices only after many seconds.
 * @returns stops watching.
 */
export function watchLine(
  peerConnection: Pick<RTCPeerConnection, 'getStats'>,
  { clock, onSilent, onAlive }: LineWatchDeps,
): () => void {
  let stopped = false
  let asking = false
  let silent = false
  let bytes = 0
  let grewAt: number | null = null

  async function poll(): Promise<void> {
    if (asking) return
    asking = true
    try {
      const now = bytesReceived(statsEntries(await peerConnection.getStats()))
      if (stopped) return
      judge(now)
    } catch {
      // A closed connection: whoever closed it stops this watch.
    } finally {
      asking = false
    }
  }

  function judge(received: number): void {
    const now = clock.now()
    if (received !== bytes) {
      bytes = received
      grewAt = now
      if (silent) {
        silent = false
        onAlive()
      }
    } else if (grewAt !== null && !silent && now - grewAt >= LINE_SILENCE_MS) {
      silent = true
      onSilent()
    }
  }

  const stopPolling = clock.every(POLL_MS, () => void poll())
  return () => {
    stopped = true
    stopPolling()
  }
}
