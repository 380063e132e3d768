import type { FrameSource } from '../../messaging/framePort'
import type { LoopbackSignal } from '../../messaging/viewPort'
import type { Clock } from '../media/clock'
import { createEmitter } from '../media/emitter'
import type { FramePump } from '../ports'
import type { FrameReader, ReadFrames } from './frameReader'
import { createLoopback, type Loopback } from './loopback'
import { createViewFrames, type ViewFrames } from './viewFrames'

export interface FramePumpDeps {
  readonly readFrames: ReadFrames
  readonly createPeerConnection: () => RTCPeerConnection
  readonly clock: Clock
}

const SOURCES = ['remote', 'self', 'share'] as const
/** How often ports are checked for views that no longer answer. */
const CHECK_MS = 2_000

/** Hands decoded pictures to the views that are looked at (see `FramePump` in ports.ts). */
export function createFramePump({ readFrames, createPeerConnection, clock }: FramePumpDeps): FramePump {
  const changes = createEmitter<[{ readonly remote: boolean; readonly share: boolean }]>()
  const views = new Set<ViewFrames>()
  const loopbacks = new Map<Loopback, ReadonlySet<FrameSource>>()
  const tracks: Record<FrameSource, MediaStreamTrack | null> = { remote: null, self: null, share: null }
  const readers: Record<FrameSource, FrameReader | null> = { remote: null, self: null, share: null }
  let reported = { remote: false, share: false }
  let stopChecking: (() => void) | null = null

  function deliver(source: FrameSource, frame: VideoFrame): void {
    const takers = [...views].filter((view) => view.wants(source) && view.hasRoom(source))
    const last = takers.pop()
    for (const view of takers) view.send(source, frame.clone())
    if (last) last.send(source, frame)
    else frame.close()
  }

  /** Reads exactly what somebody looks at. */
  function arrange(): void {
    for (const source of SOURCES) {
      const track = tracks[source]
      const wanted = track !== null && [...views].some((view) => view.wants(source))
      if (wanted && !readers[source]) {
        readers[source] = readFrames(
          track,
          (frame) => deliver(source, frame),
          () => setTrack(source, null),
        )
      } else if (!wanted && readers[source]) {
        readers[source].stop()
        readers[source] = null
      }
    }
    for (const [loopback, wants] of loopbacks) {
      for (const source of SOURCES) loopback.setTrack(source, wants.has(source) ? tracks[source] : null)
    }
    report()
    const needed = views.size > 0
    if (needed && !stopChecking) stopChecking = clock.every(CHECK_MS, checkViews)
    if (!needed) {
      stopChecking?.()
      stopChecking = null
    }
  }

  function report(): void {
    const isWanted = (source: FrameSource): boolean =>
      [...views].some((view) => view.wants(source)) || [...loopbacks.values()].some((wants) => wants.has(source))
    const now = { remote: isWanted('remote'), share: isWanted('share') }
    if (now.remote === reported.remote && now.share === reported.share) return
    reported = now
    changes.emit(now)
  }

  function checkViews(): void {
    let changed = false
    for (const view of views) {
      const before = SOURCES.some((source) => view.wants(source))
      if (view.checkAsleep() && before) changed = true
    }
    if (changed) arrange()
  }

  function remove(view: ViewFrames): void {
    if (!views.delete(view)) return
    view.close()
    arrange()
  }

  function setTrack(source: FrameSource, track: MediaStreamTrack | null): void {
    if (tracks[source] === track) return
    tracks[source] = track
    readers[source]?.stop()
    readers[source] = null
    if (!track) for (const view of views) view.end(source)
    arrange()
  }

  return {
    setTrack,
    addPort(port, name) {
      for (const former of [...views]) if (former.view === name) remove(former)
      const view: ViewFrames = createViewFrames({ port, view: name, clock, onChange: arrange, onGone: () => remove(view) })
      views.add(view)
    },
    removeView(name) {
      for (const view of [...views]) if (view.view === name) remove(view)
    },
    addLoopback(send: (signal: LoopbackSignal) => void) {
      const loopback = createLoopback({ send, createPeerConnection })
      loopbacks.set(loopback, new Set())
      return {
        handle: loopback.handle,
        want(sources) {
          if (!loopbacks.has(loopback)) return
          loopbacks.set(loopback, new Set(sources))
          arrange()
        },
        close() {
          loopbacks.delete(loopback)
          loopback.close()
          arrange()
        },
      }
    },
    onWantedChange: changes.subscribe,
  }
}
