import type { Quality } from '../../messaging/snapshot'
import type { MediaLine, QualityMonitor } from '../ports'
import type { Clock } from './clock'
import { createEmitter } from './emitter'
import { describeQuality, nextQuality, type QualityState, sampleQuality } from './quality'
import { statsEntries } from './stats'

const LOOK_MS = 1_000

/** Reads a line's statistics once a second (see `QualityMonitor` in ports.ts). */
export function createQualityMonitor(clock: Clock): QualityMonitor {
  const changes = createEmitter<[Quality | null]>()
  let attached: { readonly line: MediaLine; readonly stop: () => void } | null = null
  let state: QualityState | null = null
  let quality: Quality | null = null

  function tell(next: Quality | null): void {
    if (JSON.stringify(next) === JSON.stringify(quality)) return
    quality = next
    changes.emit(next)
  }

  async function look(line: MediaLine): Promise<void> {
    const entries = statsEntries(await line.peerConnection.getStats())
    if (attached?.line !== line) return
    state = nextQuality(state, sampleQuality(entries))
    tell(describeQuality(state))
  }

  function detach(): void {
    attached?.stop()
    attached = null
    state = null
    tell(null)
  }

  return {
    attach(line) {
      attached?.stop()
      state = null
      // A connection closed in the meantime has no statistics; its successor is attached soon.
      attached = { line, stop: clock.every(LOOK_MS, () => void look(line).catch(() => {})) }
    },
    detach,
    get quality() {
      return quality
    },
    onChange: changes.subscribe,
  }
}
