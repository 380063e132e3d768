import type { NoticeCode } from '../../../src/messaging/snapshot'
import type { Capture } from '../../../src/offscreen/share/capture'
import { createSharing } from '../../../src/offscreen/share/sharing'
import { createFakeClock, FakeStream, FakeTrack, settle } from '../fakes'

/** What the browser was asked to capture. */
interface Asked {
  readonly how: 'tab' | 'display'
  /** A picker: whether it was closed, or what was chosen in it ended. */
  closed: boolean
  give(...tracks: FakeTrack[]): Promise<void>
  refuse(name: string): Promise<void>
}

interface FakeMonitor {
  volume: number
  closed: boolean
  loudness: number
}

export type SharingRig = ReturnType<typeof makeSharingRig>

/** What this side shares, with a browser that captures when the test says so. */
export function makeSharingRig() {
  const clock = createFakeClock()
  const asked: Asked[] = []
  const notices: NoticeCode[] = []
  const monitors: FakeMonitor[] = []
  const nothing: Capture = { picture: null, sound: null, endedBecause: () => 'shareEnded', stop: () => {} }
  function ask(how: Asked['how']): Promise<MediaStream> {
    return new Promise((resolve, reject) => {
      asked.push({
        how,
        closed: false,
        give(...tracks) {
          resolve(new FakeStream(tracks))
          return settle()
        },
        refuse(name) {
          reject(new DOMException('refused', name))
          return settle()
        },
      })
    })
  }
  const sharing = createSharing({
    clock,
    devices: { getUserMedia: () => ask('tab') },
    async openPicker(_options, superseded) {
      const chosen = ask('display')
      const picker = asked.at(-1)
      const release = () => {
        if (picker) picker.closed = true
      }
      superseded.addEventListener('abort', release)
      return { stream: await chosen, release }
    },
    takeCarried: async () => rig.carried,
    createMonitor(_sound, volume) {
      const monitor = { volume, closed: false, loudness: 0 }
      monitors.push(monitor)
      return {
        setVolume(next) {
          monitor.volume = next
        },
        loudness: () => monitor.loudness,
        listen: () => () => {},
        close() {
          monitor.closed = true
        },
      }
    },
    // No frames come in Node: what is black is judged by `isBlack`, and in a browser.
    readFrames: () => ({ stop: () => {} }),
    createCanvas: () => {
      throw new Error('no canvas in Node')
    },
  })
  sharing.onNotice((code) => notices.push(code))
  const rig = {
    clock,
    asked,
    sharing,
    notices,
    monitors,
    /** What an overlay hands on. */
    carried: nothing,
    /** Music sends no picture at first, so nothing looks for black in these tests. */
    startMusic(tabId = 7): void {
      void sharing.startTab({ from: { by: 'stream', streamId: 's' }, source: 'music', tabId, title: 'Radio', hint: 'detail' })
    },
  }
  return rig
}

export const video = (label = 'picture', settings: MediaTrackSettings = {}) => new FakeTrack('video', label, settings)
export const audio = (label = 'sound', settings: MediaTrackSettings = {}) => new FakeTrack('audio', label, settings)
