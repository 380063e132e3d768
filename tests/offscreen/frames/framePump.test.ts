import { beforeEach, describe, expect, it } from 'vitest'
import { FRAMES_IN_FLIGHT } from '../../../src/messaging/framePort'
import { createFramePump } from '../../../src/offscreen/frames/framePump'
import { VIEW_SILENCE_MS } from '../../../src/offscreen/frames/viewFrames'
import type { FramePump } from '../../../src/offscreen/ports'
import { createFakeClock, type FakeClock, FakeTrack } from '../fakes'

/** Counts what becomes of every frame and every clone of it: each must be sent or closed. */
class FakeFrame implements VideoFrame {
  static open = 0
  readonly codedHeight = 1
  readonly codedRect = null
  readonly codedWidth = 1
  readonly colorSpace: VideoColorSpace = { fullRange: null, matrix: null, primaries: null, transfer: null, toJSON: () => ({}) }
  readonly displayHeight = 1
  readonly displayWidth = 1
  readonly duration = null
  readonly format = null
  readonly timestamp = 0
  readonly visibleRect = null
  readonly rotation = 0
  readonly flip = false
  constructor() {
    FakeFrame.open++
  }
  allocationSize(): number {
    return 0
  }
  async copyTo(): Promise<PlaneLayout[]> {
    return []
  }
  clone(): VideoFrame {
    return new FakeFrame()
  }
  close(): void {
    FakeFrame.open--
  }
}

/** A view's end and ours in one. */
class FakePort extends EventTarget implements MessagePort {
  onmessage: ((this: MessagePort, event: MessageEvent) => unknown) | null = null
  onmessageerror: ((this: MessagePort, event: MessageEvent) => unknown) | null = null
  onclose = null
  readonly sent: string[] = []
  closed = false
  broken = false
  postMessage(message: unknown, transfer?: unknown): void {
    if (this.broken) throw new DOMException('gone', 'DataCloneError')
    const type = typeof message === 'object' && message !== null && 'type' in message ? String(message.type) : '?'
    this.sent.push(type)
    // A transferred frame is the view's to close.
    if (Array.isArray(transfer)) FakeFrame.open -= transfer.length
  }
  start(): void {}
  close(): void {
    this.closed = true
  }
  say(data: unknown): void {
    this.onmessage?.call(this, new MessageEvent('message', { data }))
  }
  want(...sources: string[]): void {
    this.say({ type: 'want', sources })
  }
  ack(): void {
    this.say({ type: 'ack', source: 'remote' })
  }
  get frames(): number {
    return this.sent.filter((type) => type === 'frame').length
  }
}

let clock: FakeClock
let pump: FramePump
let readers: { readonly track: MediaStreamTrack; give: () => void; end: () => void; stopped: boolean }[]
let wanted: { remote: boolean; share: boolean }[]
const track = new FakeTrack('video', 'remote')

function give(count: number): void {
  for (let index = 0; index < count; index++) for (const reader of readers) if (!reader.stopped) reader.give()
}
function open(view: string, ...sources: string[]): FakePort {
  const port = new FakePort()
  pump.addPort(port, view)
  port.want(...sources)
  return port
}

beforeEach(() => {
  FakeFrame.open = 0
  clock = createFakeClock()
  readers = []
  wanted = []
  pump = createFramePump({
    clock,
    createPeerConnection: () => {
      throw new Error('no connections in Node')
    },
    readFrames(from, onFrame, onEnd) {
      const reader = { track: from, give: () => onFrame(new FakeFrame()), end: onEnd, stopped: false }
      readers.push(reader)
      return {
        stop() {
          reader.stopped = true
        },
      }
    },
  })
  pump.onWantedChange((now) => wanted.push({ ...now }))
})

describe('frames', () => {
  it('are read only while somebody looks', () => {
    pump.setTrack('remote', track)
    expect(readers).toHaveLength(0)
    const port = open('popup', 'remote')
    expect(readers).toHaveLength(1)
    port.want()
    expect(readers[0]?.stopped).toBe(true)
    expect(wanted).toEqual([
      { remote: true, share: false },
      { remote: false, share: false },
    ])
  })

  it('are at most two under way to a view, and none is left open', () => {
    pump.setTrack('remote', track)
    const port = open('popup', 'remote')
    give(30)
    expect(port.frames).toBe(FRAMES_IN_FLIGHT)
    port.ack()
    give(5)
    expect(port.frames).toBe(FRAMES_IN_FLIGHT + 1)
    expect(FakeFrame.open).toBe(0)
  })

  it('go to every view that looks, and one that is slow does not hold the others up', () => {
    pump.setTrack('remote', track)
    const [quick, slow] = [open('overlay', 'remote'), open('popup', 'remote')]
    open('viewer', 'share')
    for (let index = 0; index < 20; index++) {
      give(1)
      quick.ack()
    }
    expect([quick.frames, slow.frames]).toEqual([20, FRAMES_IN_FLIGHT])
    expect(FakeFrame.open).toBe(0)
  })

  it('come from the new track when the source changes, and their end is told', () => {
    pump.setTrack('remote', track)
    const port = open('popup', 'remote')
    const next = new FakeTrack('video', 'next')
    pump.setTrack('remote', next)
    expect(readers.map((reader) => [reader.track.label, reader.stopped])).toEqual([
      ['remote', true],
      ['next', false],
    ])
    expect(port.sent).not.toContain('end')
    pump.setTrack('remote', null)
    expect(port.sent).toEqual(['end'])
  })
})

describe('views that go', () => {
  it('count as not looking when they acknowledge nothing for long, and wake with a word', async () => {
    pump.setTrack('remote', track)
    const port = open('overlay', 'remote')
    give(3)
    await clock.advance(VIEW_SILENCE_MS + 3_000)
    expect(readers[0]?.stopped).toBe(true)
    expect(wanted.at(-1)).toEqual({ remote: false, share: false })
    port.ack()
    expect(wanted.at(-1)).toEqual({ remote: true, share: false })
    expect(readers.at(-1)?.stopped).toBe(false)
  })

  it('stay when there is merely nothing to show for long', async () => {
    pump.setTrack('remote', track)
    const port = open('overlay', 'remote')
    give(1)
    port.ack()
    await clock.advance(60_000)
    give(1)
    await clock.advance(3_000)
    expect(readers[0]?.stopped).toBe(false)
    expect(port.frames).toBe(2)
  })

  it('are dropped when closed, unreadable or gone', () => {
    pump.setTrack('remote', track)
    const closed = open('a', 'remote')
    closed.dispatchEvent(new Event('close'))
    const unreadable = open('b', 'remote')
    unreadable.onmessageerror?.call(unreadable, new MessageEvent('messageerror'))
    const broken = open('c', 'remote')
    broken.broken = true
    give(1)
    expect([closed.closed, unreadable.closed, broken.closed]).toEqual([true, true, true])
    expect(FakeFrame.open).toBe(0)
    expect(wanted.at(-1)).toEqual({ remote: false, share: false })
    expect(clock.timers).toBe(0)
  })

  it('go with their view', () => {
    pump.setTrack('remote', track)
    const [gone, other] = [open('popup', 'remote'), open('overlay', 'remote')]
    pump.removeView('popup')
    give(1)
    expect([gone.closed, gone.frames, other.frames]).toEqual([true, 0, 1])
  })

  it('are replaced by their own new port', () => {
    pump.setTrack('remote', track)
    const former = open('popup', 'remote')
    const next = open('popup', 'remote')
    give(1)
    expect([former.closed, former.frames, next.frames]).toEqual([true, 0, 1])
  })

  it('cannot confuse it with nonsense', () => {
    pump.setTrack('remote', track)
    const port = open('popup', 'remote')
    for (const nonsense of [null, 1, 'ack', {}, { type: 'want', sources: ['all'] }, { type: 'ack', source: '__proto__' }])
      port.say(nonsense)
    give(1)
    expect(port.frames).toBe(1)
  })
})
