import type { Clock } from '../../src/offscreen/media/clock'

/** A clock that only moves when told to. */
export interface FakeClock extends Clock {
  /** Moves on in steps of 10 ms, letting promises settle in between. */
  advance(ms: number): Promise<void>
  readonly timers: number
}

export function createFakeClock(): FakeClock {
  let now = 1_000
  const timers = new Set<{ due: number; readonly every: number | null; readonly run: () => void }>()
  const add = (ms: number, every: number | null, run: () => void): (() => void) => {
    const timer = { due: now + ms, every, run }
    timers.add(timer)
    return () => timers.delete(timer)
  }
  return {
    now: () => now,
    every: (ms, tick) => add(ms, ms, tick),
    after: (ms, run) => add(ms, null, run),
    get timers() {
      return timers.size
    },
    async advance(ms) {
      for (const end = now + ms; now < end; ) {
        now += 10
        for (const timer of [...timers]) {
          if (timer.due > now || !timers.has(timer)) continue
          if (timer.every === null) timers.delete(timer)
          else timer.due += timer.every
          timer.run()
        }
        await settle()
      }
    },
  }
}

/** Lets everything that waits for resolved promises go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A track as far as the media rooms use one. Tests hold it by its own type; rooms get it as a `MediaStreamTrack`. */
export class FakeTrack extends EventTarget implements MediaStreamTrack {
  enabled = true
  contentHint = ''
  readonly id = crypto.randomUUID()
  muted = false
  /** As the browser counts what a device has given. */
  readonly stats = { deliveredFrames: 1 }
  readyState: MediaStreamTrackState = 'live'
  onended = null
  onmute = null
  onunmute = null
  constructor(
    readonly kind: 'audio' | 'video',
    readonly label: string,
    readonly settings: MediaTrackSettings = {},
  ) {
    super()
  }
  stop(): void {
    this.readyState = 'ended'
  }
  /** What the browser does when the device is unplugged or the capture ended. */
  lose(): void {
    this.readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }
  /** What the browser does when the device gives nothing any more, and when it does again. */
  mute(muted: boolean): void {
    this.muted = muted
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'))
  }
  clone(): MediaStreamAudioTrack & MediaStreamVideoTrack {
    throw new Error('not needed')
  }
  async applyConstraints(): Promise<void> {}
  getCapabilities(): MediaTrackCapabilities {
    return {}
  }
  getConstraints(): MediaTrackConstraints {
    return {}
  }
  getSettings(): MediaTrackSettings {
    return this.settings
  }
}

/** A stream as `getUserMedia` gives it. */
export class FakeStream extends EventTarget implements MediaStream {
  readonly active = true
  readonly id = crypto.randomUUID()
  onaddtrack = null
  onremovetrack = null
  constructor(readonly tracks: readonly FakeTrack[]) {
    super()
  }
  addTrack(): void {}
  removeTrack(): void {}
  clone(): MediaStream {
    throw new Error('not needed')
  }
  getTrackById(): MediaStreamTrack | null {
    return null
  }
  getTracks(): MediaStreamTrack[] {
    return [...this.tracks]
  }
  getAudioTracks(): MediaStreamAudioTrack[] {
    return this.tracks.filter((track): track is FakeTrack & MediaStreamAudioTrack => track.kind === 'audio')
  }
  getVideoTracks(): MediaStreamVideoTrack[] {
    return this.tracks.filter((track): track is FakeTrack & MediaStreamVideoTrack => track.kind === 'video')
  }
}
