import { beforeEach, describe, expect, it } from 'vitest'
import type { FrameSource, FrameUp } from '../../../src/messaging/framePort'
import {
  createFrameClient,
  FIRST_RETRY_MS,
  type FrameClient,
  type FrameEndEvents,
  LAST_RETRY_MS,
  REOFFER_MS,
} from '../../../src/ui/frames/frameClient'

interface Offer {
  readonly events: FrameEndEvents
  readonly sent: FrameUp[]
  closed: boolean
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** As much of a `VideoFrame` as the client touches. */
class Frame {
  closed = false
  close(): void {
    this.closed = true
  }
}

class Bench {
  now = 0
  timers: Timer[] = []
  readonly offers: Offer[] = []
  readonly shown = new Map<FrameSource, string | null>()
  readonly writes: { readonly sink: string; readonly done: () => void; readonly fail: () => void }[] = []
  readonly closedSinks: string[] = []
  unable = 0
  refuse = false
  private sinks = 0
  readonly client: FrameClient

  constructor() {
    this.client = createFrameClient<string>({
      offer: async (events) => {
        if (this.refuse) throw new Error('nobody')
        const offer: Offer = { events, sent: [], closed: false }
        this.offers.push(offer)
        return {
          post: (message) => offer.sent.push(message),
          close: () => {
            offer.closed = true
          },
        }
      },
      makeSink: () => {
        const sink = `sink ${++this.sinks}`
        return {
          picture: sink,
          write: () =>
            new Promise((resolve, reject) => this.writes.push({ sink, done: resolve, fail: () => reject(new Error('ended')) })),
          close: () => this.closedSinks.push(sink),
        }
      },
      show: (source, picture) => this.shown.set(source, picture),
      after: (ms, run) => {
        const timer = { at: this.now + ms, run }
        this.timers.push(timer)
        return () => {
          this.timers = this.timers.filter((other) => other !== timer)
        }
      },
      onUnable: () => {
        this.unable++
      },
    })
  }

  get offer(): Offer {
    const last = this.offers.at(-1)
    if (last === undefined) throw new Error('no offer was made')
    return last
  }

  frame(source: FrameSource, offer = this.offer): Frame {
    const frame = new Frame()
    offer.events.onMessage({
      type: 'frame',
      source,
      frame: Object.assign(Object.create(VideoFrame.prototype), { close: () => frame.close() }),
    })
    return frame
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.timers = this.timers.filter((timer) => timer !== due)
      this.now = due.at
      due.run()
      await settle()
    }
    this.now = until
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve()
}

// Node has no VideoFrame; the client needs its type alone.
Object.assign(globalThis, { VideoFrame: class {} })

describe('the frames of a view', () => {
  let bench: Bench
  beforeEach(() => {
    bench = new Bench()
  })

  async function look(...sources: FrameSource[]): Promise<void> {
    bench.client.want(sources)
    await settle()
  }

  it('make no port while nothing is shown', async () => {
    await look()
    expect(bench.offers).toHaveLength(0)
  })

  it('are asked for by source', async () => {
    await look('remote', 'self')
    expect(bench.offer.sent).toEqual([{ type: 'want', sources: ['remote', 'self'] }])
  })

  it('have a place to go before the first one comes', async () => {
    await look('remote')
    expect(bench.shown.get('remote')).toBe('sink 1')
    await look()
    expect(bench.closedSinks).toEqual(['sink 1'])
  })

  it('are acknowledged only after they were written', async () => {
    await look('remote')
    bench.frame('remote')
    await settle()
    expect(bench.shown.get('remote')).toBe('sink 1')
    expect(bench.offer.sent).toHaveLength(1)
    bench.writes[0]?.done()
    await settle()
    expect(bench.offer.sent.at(-1)).toEqual({ type: 'ack', source: 'remote' })
  })

  it('stop while nobody looks, and the last picture stays', async () => {
    await look('remote')
    bench.frame('remote')
    bench.client.setLooking(false)
    expect(bench.offer.sent.at(-1)).toEqual({ type: 'want', sources: [] })
    expect(bench.shown.get('remote')).toBe('sink 1')
    bench.client.setLooking(true)
    expect(bench.offer.sent.at(-1)).toEqual({ type: 'want', sources: ['remote'] })
    expect(bench.offers).toHaveLength(1)
  })

  it('are closed and acknowledged when they come too late', async () => {
    await look('remote')
    await look()
    const late = bench.frame('remote')
    await settle()
    expect(late.closed).toBe(true)
    expect(bench.offer.sent.at(-1)).toEqual({ type: 'ack', source: 'remote' })
    expect(bench.shown.get('remote')).toBe(null)
  })

  it('leave nothing to show when their source ends', async () => {
    await look('share')
    bench.frame('share')
    bench.offer.events.onMessage({ type: 'end', source: 'share' })
    expect(bench.shown.get('share')).toBe(null)
    expect(bench.closedSinks).toEqual(['sink 1'])
  })

  it('go to a new track after theirs was ended from outside', async () => {
    await look('remote')
    bench.frame('remote')
    bench.writes[0]?.fail()
    await settle()
    expect(bench.shown.get('remote')).toBe(null)
    expect(bench.offer.sent.at(-1)).toEqual({ type: 'ack', source: 'remote' })
    bench.frame('remote')
    expect(bench.shown.get('remote')).toBe('sink 2')
  })

  it('are offered a new port when the old one dies', async () => {
    await look('remote')
    bench.frame('remote')
    bench.offer.events.onClose()
    await bench.pass(REOFFER_MS)
    expect(bench.offers).toHaveLength(2)
    expect(bench.offer.sent).toEqual([{ type: 'want', sources: ['remote'] }])
  })

  it('are offered a new port when nothing came by the first, ever less often', async () => {
    await look('remote')
    await bench.pass(FIRST_RETRY_MS)
    expect(bench.offers).toHaveLength(2)
    expect(bench.offers[0]?.closed).toBe(true)
    await bench.pass(FIRST_RETRY_MS)
    expect(bench.offers).toHaveLength(2)
    await bench.pass(60_000)
    const before = bench.offers.length
    await bench.pass(LAST_RETRY_MS)
    expect(bench.offers.length - before).toBe(1)
  })

  it('keep their port once something came by it', async () => {
    await look('remote')
    bench.frame('remote')
    await bench.pass(60_000)
    expect(bench.offers).toHaveLength(1)
  })

  it('come by a new port when the offscreen document was made again', async () => {
    await look('remote')
    const former = bench.offer
    bench.client.reconnect()
    await settle()
    expect(former.closed).toBe(true)
    expect(bench.offers).toHaveLength(2)
    const stray = bench.frame('remote', former)
    expect(stray.closed).toBe(true)
  })

  it('are given up where they cannot be read, or nobody can hand the port on', async () => {
    await look('remote')
    bench.offer.events.onUnreadable()
    expect(bench.unable).toBe(1)
    const other = new Bench()
    other.refuse = true
    other.client.want(['remote'])
    await settle()
    expect(other.unable).toBe(1)
  })

  it('leave nothing behind', async () => {
    await look('remote', 'share')
    bench.frame('remote')
    bench.frame('share')
    bench.client.close()
    expect(bench.offer.closed).toBe(true)
    expect([...bench.shown.values()]).toEqual([null, null])
    expect(bench.timers).toEqual([])
  })
})
