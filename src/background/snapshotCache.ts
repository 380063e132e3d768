import type { Snapshot } from '../messaging/snapshot'

export interface SnapshotCache {
  /** Null until the offscreen document has answered once since this worker's start. */
  readonly latest: Snapshot | null
  /** The latest, or the first one that comes. */
  known(): Promise<Snapshot>
  /** What a report carries. A late one of the same document is dropped. */
  receive(reported: unknown): void
  /** A new document counts its revisions from the beginning. */
  restart(): void
  subscribe(listener: (snapshot: Snapshot) => void): void
}

/** A cache only: the truth is in the offscreen document, which is asked for it at every start of the worker. */
export function makeSnapshotCache(): SnapshotCache {
  const listeners = new Set<(snapshot: Snapshot) => void>()
  let latest: Snapshot | null = null
  let newest = -1
  return {
    get latest() {
      return latest
    },
    known() {
      if (latest !== null) return Promise.resolve(latest)
      return new Promise((resolve) => {
        const once = (snapshot: Snapshot): void => {
          listeners.delete(once)
          resolve(snapshot)
        }
        listeners.add(once)
      })
    },
    receive(reported) {
      if (!isSnapshot(reported) || reported.revision < newest) return
      newest = reported.revision
      latest = reported
      for (const listener of [...listeners]) listener(reported)
    },
    restart() {
      newest = -1
    },
    subscribe(listener) {
      listeners.add(listener)
    },
  }
}

/** The sender was checked to be our own offscreen document of the same build: its outline is enough. */
function isSnapshot(value: unknown): value is Snapshot {
  return (
    typeof value === 'object' &&
    value !== null &&
    'revision' in value &&
    typeof value.revision === 'number' &&
    'call' in value &&
    'signaling' in value &&
    'notices' in value
  )
}
