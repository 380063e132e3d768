import { beforeEach, describe, expect, it } from 'vitest'
import type { NoticeCode } from '../../../src/messaging/snapshot'
import type { Sharing } from '../../../src/offscreen/ports'
import { isBlack } from '../../../src/offscreen/share/blackness'
import { type Capture, wouldEcho } from '../../../src/offscreen/share/capture'
import { createSharing } from '../../../src/offscreen/share/sharing'
import { createFakeClock, type FakeClock, FakeStream, FakeTrack, settle } from '../fakes'

interface Asked {
  readonly how: 'tab' | 'display'
  /** A picker: whether it was closed, or what was chosen in it ended. */
  closed: boolean
  give(...tracks: FakeTrack[]): Promise<void>
  refuse(name: string): Promise<void>
}

let clock: FakeClock
/** What an overlay hands on. */
let carried: Capture
let asked: Asked[]
let sharing: Sharing
let notices: NoticeCode[]
let monitors: { volume: number; closed: boolean; loudness: number }[]

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

beforeEach(() => {
  clock = createFakeClock()
  asked = []
  notices = []
  monitors = []
  sharing = createSharing({
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
    takeCarried: async () => carried,
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
})

const video = (label = 'picture', settings: MediaTrackSettings = {}) => new FakeTrack('video', label, settings)
const audio = (label = 'sound', settings: MediaTrackSettings = {}) => new FakeTrack('audio', label, settings)

/** Music sends no picture at first, so nothing looks for black in these tests. */
function startMusic(tabId = 7): void {
  void sharing.startTab({ from: { by: 'stream', streamId: 's' }, source: 'music', tabId, title: 'Radio', hint: 'detail' })
}

describe('sharing music', () => {
  it('sends sound alone, and the picture when asked', async () => {
    startMusic()
    const picture = video()
    await asked[0]?.give(picture, audio())
    expect(sharing.share).toMatchObject({ source: 'music', picture: false, sound: true, title: 'Radio' })
    expect(sharing.pictureTrack).toBeNull()
    expect(sharing.soundTrack?.label).toBe('sound')
    expect(sharing.soundTrack?.contentHint).toBe('music')
    expect(picture.readyState).toBe('live')
  })

  it('stays audible to its owner at the volume they choose', async () => {
    sharing.setMonitorVolume(0.4)
    startMusic()
    await asked[0]?.give(video(), audio())
    expect(monitors[0]?.volume).toBe(0.4)
    sharing.setMonitorVolume(0)
    expect(monitors[0]?.volume).toBe(0)
    sharing.stop()
    expect(monitors[0]?.closed).toBe(true)
  })

  it('that is not heard for five seconds says so, once', async () => {
    startMusic()
    await asked[0]?.give(video(), audio())
    await clock.advance(4_000)
    expect(notices).toEqual([])
    await clock.advance(10_000)
    expect(notices).toEqual(['shareNoSound'])
  })

  it('that is heard says nothing', async () => {
    startMusic()
    await asked[0]?.give(video(), audio())
    await clock.advance(1_000)
    for (const monitor of monitors) monitor.loudness = 0.1
    await clock.advance(10_000)
    expect(notices).toEqual([])
  })
})

describe('late and replaced captures', () => {
  it('stops at once what comes after stop', async () => {
    startMusic()
    sharing.stop()
    const tracks = [video(), audio()]
    await asked[0]?.give(...tracks)
    expect(tracks.map((track) => track.readyState)).toEqual(['ended', 'ended'])
    expect(sharing.share).toBeNull()
  })

  it('takes the last of two that were asked for, in whatever order they come', async () => {
    startMusic(1)
    startMusic(2)
    const [first, second] = [audio('first'), audio('second')]
    await asked[1]?.give(video(), second)
    await asked[0]?.give(video(), first)
    expect(sharing.soundTrack?.label).toBe('second')
    expect([first.readyState, second.readyState]).toEqual(['ended', 'live'])
  })

  it('replaces in place: the former tracks stop only when the new ones are told', async () => {
    startMusic(1)
    const former = audio('former')
    await asked[0]?.give(video(), former)
    const seen: string[] = []
    sharing.onChange(() => seen.push(`${sharing.soundTrack?.label} ${former.readyState}`))
    startMusic(2)
    await asked[1]?.give(video(), audio('next'))
    expect(seen).toEqual(['next live'])
    expect(former.readyState).toBe('ended')
    expect(notices).toEqual([])
  })

  it('keeps what is shared when the picker is closed', async () => {
    startMusic()
    await asked[0]?.give(video(), audio())
    void sharing.startDisplay()
    await clock.advance(1_000)
    await asked[1]?.refuse('NotAllowedError')
    expect(sharing.share?.source).toBe('music')
    expect(notices).toEqual(['shareCancelled'])
  })

  it('closes a picker that was left open when something else is shared, or the call is over', async () => {
    void sharing.startDisplay()
    startMusic()
    expect(asked.map(({ how, closed }) => [how, closed])).toEqual([
      ['display', true],
      ['tab', false],
    ])
    await asked[1]?.give(video(), audio())
    expect(sharing.share?.source).toBe('music')
    void sharing.startDisplay()
    sharing.stop()
    expect(asked[2]?.closed).toBe(true)
    expect(notices).toEqual([])
  })

  it('ends what was chosen in the picker with its share', async () => {
    void sharing.startDisplay()
    await asked[0]?.give(audio())
    expect(asked[0]?.closed).toBe(false)
    sharing.stop()
    expect(asked[0]?.closed).toBe(true)
  })

  it('captures a tab once: music and page are two ways to send it', async () => {
    startMusic()
    await asked[0]?.give(audio())
    await sharing.startTab({ from: { by: 'present' }, source: 'tab', tabId: 7, title: 'Radio', hint: 'motion' })
    expect(asked).toHaveLength(1)
    expect(sharing.share?.source).toBe('tab')
    // Silence is worth a word where music was promised, no longer here.
    await clock.advance(10_000)
    expect(notices).toEqual([])
  })

  it('takes what was pressed last while the tab is being captured', async () => {
    void sharing.startTab({ from: { by: 'stream', streamId: 's' }, source: 'tab', tabId: 7, title: 'Radio', hint: 'detail' })
    void sharing.startTab({ from: { by: 'present' }, source: 'music', tabId: 7, title: 'Radio', hint: 'detail' })
    await asked[0]?.give(audio())
    expect(asked).toHaveLength(1)
    expect(sharing.share?.source).toBe('music')
  })

  it('says so when the tab that should be captured already is not', async () => {
    void sharing.startTab({ from: { by: 'present' }, source: 'tab', tabId: 7, title: 'Radio', hint: 'detail' })
    expect(notices).toEqual(['shareRefused'])
  })
})

describe('a tab that its overlay captures', () => {
  const share = () =>
    sharing.startTab({ from: { by: 'overlay', capture: 'c' }, source: 'music', tabId: 7, title: '', hint: 'detail' })
  let sound: FakeTrack
  let left: boolean
  let stopped: boolean
  beforeEach(() => {
    sound = audio()
    left = false
    stopped = false
    carried = {
      picture: null,
      sound,
      endedBecause: () => (left ? 'shareTabLeft' : 'shareEnded'),
      stop() {
        stopped = true
      },
    }
  })

  it('is sent as any other, and told to stop', async () => {
    await share()
    expect(sharing.soundTrack).toBe(sound)
    sharing.stop()
    expect(stopped).toBe(true)
  })

  it('says that the page was left, unless the tab itself is gone', async () => {
    for (const gone of [false, true]) {
      sound = audio()
      carried = { ...carried, sound }
      await share()
      left = true
      sound.lose()
      if (gone) sharing.tabGone(7)
      await clock.advance(1_000)
    }
    expect(notices).toEqual(['shareTabLeft', 'shareTabClosed'])
  })
})

describe('what goes wrong', () => {
  it('a refused tab', async () => {
    startMusic()
    await asked[0]?.refuse('NotAllowedError')
    expect(notices).toEqual(['shareRefused'])
    expect(sharing.share).toBeNull()
  })

  it('a policy by which no picker opens', async () => {
    void sharing.startDisplay()
    await asked[0]?.refuse('NotAllowedError')
    expect(notices).toEqual(['shareForbidden'])
  })

  it('a capture that the browser ends', async () => {
    void sharing.startTab({ from: { by: 'stream', streamId: 's' }, source: 'music', tabId: 7, title: '', hint: 'detail' })
    const [picture, sound] = [video(), audio()]
    await asked[0]?.give(picture, sound)
    picture.lose()
    sound.lose()
    expect(sharing.share).toBeNull()
    await clock.advance(1_000)
    expect(notices).toEqual(['shareEnded'])
  })

  it('a closed tab is told as such, whether the capture or the background says it first', async () => {
    startMusic(7)
    const sound = audio()
    await asked[0]?.give(video(), sound)
    sound.lose()
    sharing.tabGone(7)
    await clock.advance(1_000)
    startMusic(8)
    await asked[1]?.give(video(), audio())
    sharing.tabGone(8)
    sharing.tabGone(9)
    await clock.advance(1_000)
    expect(notices).toEqual(['shareTabClosed', 'shareTabClosed'])
  })

  it('a capture without sound', async () => {
    startMusic()
    await asked[0]?.give(video())
    expect(notices).toEqual(['shareNoSound'])
    expect(sharing.share).toMatchObject({ sound: false })
  })

  it('leaves no timer behind', async () => {
    startMusic()
    await asked[0]?.give(video(), audio())
    sharing.stop()
    await clock.advance(2_000)
    expect(clock.timers).toBe(0)
  })
})

describe('what is in the picture', () => {
  it('follows the tab until the person chooses', async () => {
    startMusic()
    const picture = video()
    await asked[0]?.give(picture, audio())
    sharing.tabMediaChanged(7, { hint: 'motion', music: null })
    expect([sharing.share?.contentHint, picture.contentHint]).toEqual(['motion', 'motion'])
    sharing.setHint('detail')
    sharing.tabMediaChanged(7, { hint: 'motion', music: { title: 'Song', artist: null, artwork: null } })
    expect([sharing.share?.contentHint, picture.contentHint]).toEqual(['detail', 'detail'])
    expect(sharing.share?.music?.title).toBe('Song')
    sharing.tabMediaChanged(99, { hint: 'detail', music: null })
    expect(sharing.share?.music?.title).toBe('Song')
  })

  /** How bright each pixel of a look is. */
  const looks: readonly (readonly [string, boolean, (column: number, row: number) => number])[] = [
    ['black', true, () => 0],
    ['black with noise', true, () => 9],
    ['black under our own pill', true, (column, row) => (column > 44 && column < 62 && row > 28 && row < 34 ? 200 : 0)],
    ['a dark page', false, () => 24],
    ['black with a line of text', false, (column, row) => (row === 4 && column % 2 === 0 ? 120 : 0)],
    ['black with lines of text', false, (column, row) => (row % 9 === 0 && column % 3 === 0 ? 120 : 0)],
  ]
  it.each(looks)('%s', (_, black, brightness) => {
    const pixels = new Uint8ClampedArray(64 * 36 * 4)
    for (let pixel = 0; pixel < 64 * 36; pixel++) {
      const value = brightness(pixel % 64, Math.floor(pixel / 64))
      pixels.set([value, value, value, 255], pixel * 4)
    }
    expect(isBlack(pixels, 64)).toBe(black)
  })
})

describe('echo', () => {
  it('a whole computer is shared without its sound, unless the browser keeps its own out of it', () => {
    expect(wouldEcho({ displaySurface: 'monitor' }, {})).toBe(true)
    const without: MediaTrackSettings & { restrictOwnAudio: boolean } = { restrictOwnAudio: true }
    expect(wouldEcho({ displaySurface: 'monitor' }, without)).toBe(false)
    expect(wouldEcho({ displaySurface: 'browser' }, {})).toBe(false)
  })
})
