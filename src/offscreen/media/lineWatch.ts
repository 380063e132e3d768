import type { Clock } from './clock'
import { activePair, numberIn, type StatsEntry, statsEntries } from './stats'

/** A line that brings nothing for this long is treated as lost: forty voice packets in a row are no jitter. */
export const LINE_SILENCE_MS = 800

/** A line this quiet may be lost: time to look whether the server still hears us, before it is known. */
export const LINE_SUSPECT_MS = 400

/** Often enough that silence is seen within a second, rare enough to cost nothing. */
const POLL_MS = 150

export interface LineWatchDeps {
  readonly clock: Clock
  /** Nothing has arrived for `LINE_SUSPECT_MS`. Told once, until something arrives. */
  readonly onSuspect?: () => void
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
  { clock, onSuspect, onSilent, onAlive }: LineWatchDeps,
): () => void {
  let stopped = false
  let asking = false
  let suspect = false
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
      suspect = false
      if (silent) {
        silent = false
        onAlive()
      }
      return
    }
    const quietMs = grewAt === null ? 0 : now - grewAt
    if (quietMs >= LINE_SUSPECT_MS && !suspect) {
      suspect = true
      onSuspect?.()
    }
    if (quietMs >= LINE_SILENCE_MS && !silent) {
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
