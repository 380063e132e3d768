import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CallLinks, type CallLinksEvents, type Dialler } from '../../../src/offscreen/link/callLinks.ts'
import type { Link, LinkState } from '../../../src/offscreen/link/link.ts'
import { settle } from '../fakes.ts'

const CALL = 'call-1'
const BOB = { kind: 'tabcall', id: 'BOB' } as const
const RESUME = { purpose: 'resume', camera: false } as const
const RING = { purpose: 'ring', camera: false } as const

/** A link that does what the test says. */
class FakeLink implements Link {
  readonly kind = 'tabcall'
  readonly ready = Promise.resolve()
  state: LinkState = 'opening'
  answered = false
  hasChannel = true
  readonly said: string[] = []
  closed: 'no' | 'atOnce' | 'farewell' = 'no'
  #states = new Set<(state: LinkState) => void>()
  #texts = new Set<(text: string) => void>()
  #opened: (() => void)[] = []
  #hungUp: (() => void)[] = []

  constructor(readonly connectionId: string) {}

  get peerConnection(): RTCPeerConnection {
    throw new Error('Nobody asks for it here.')
  }
  sender = () => null
  receiver = () => null
  remoteTrack = () => null
  onRemoteTrack = () => () => undefined
  onState(listener: (state: LinkState) => void) {
    this.#states.add(listener)
    return () => this.#states.delete(listener)
  }
  onText(listener: (text: string) => void) {
    this.#texts.add(listener)
    return () => this.#texts.delete(listener)
  }
  onChannelOpen(listener: () => void) {
    this.#opened.push(listener)
  }
  onHungUp(listener: () => void) {
    this.#hungUp.push(listener)
  }
  hangUp() {
    for (const listener of this.#hungUp) listener()
    this.become('closed')
  }
  sendText(text: string) {
    if (!this.hasChannel || this.state === 'opening' || this.state === 'closed') return false
    this.said.push(text)
    return true
  }
  close(options?: { readonly farewell: boolean }) {
    if (this.closed !== 'no') return
    this.closed = options?.farewell === true ? 'farewell' : 'atOnce'
    if (this.closed === 'farewell') this.#states.clear()
    else this.become('closed')
  }
  become(state: LinkState) {
    this.state = state
    for (const listener of [...this.#states]) listener(state)
    if (state === 'up' && this.hasChannel) for (const listener of this.#opened.splice(0)) listener()
  }
  hear(text: string) {
    for (const listener of this.#texts) listener(text)
  }
}

function scene() {
  const made: FakeLink[] = []
  const signaled: { connectionId: string; type: unknown }[] = []
  const forgotten: string[] = []
  let registered = true
  const make = async (): Promise<Link | null> => {
    if (!registered) return null
    const link = new FakeLink(`connection-${made.length + 1}`)
    made.push(link)
    return link
  }
  const factory: Dialler = {
    dial: vi.fn(make),
    answer: vi.fn(make),
    release: vi.fn(),
    forget: (connectionId) => forgotten.push(connectionId),
    signal: async (_, connectionId, body) => {
      signaled.push({ connectionId, type: JSON.parse(body).message.type })
    },
  }
  const told: string[] = []
  const events: CallLinksEvents = {
    linkUp: () => told.push('up'),
    linkDown: () => told.push('down'),
    linkFailed: () => told.push('failed'),
    signalingFailed: () => told.push('signalingFailed'),
    plainClosed: () => told.push('plainClosed'),
    hungUp: () => told.push('hungUp'),
    line: (_, __, link) => told.push(`line ${link?.connectionId ?? 'none'}`),
    control: (_, text) => told.push(text),
    lineBack: () => told.push('back'),
    channelOpen: () => told.push('channel'),
  }
  let ids = 0
  const links = new CallLinks(factory, events, { randomId: () => `message-number-${ids++}`, now: Date.now })
  const at = (index: number): FakeLink => {
    const link = made[index]
    if (!link) throw new Error(`There is no link ${index}.`)
    return link
  }
  const open = async (options: typeof RESUME | typeof RING) => {
    links.open(CALL, BOB, options)
    await settle()
  }
  return {
    ...{ links, made, at, open, told, signaled, forgotten, factory },
    register: (now: boolean) => {
      registered = now
    },
  }
}

describe('the links of a call', () => {
  let s: ReturnType<typeof scene>
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    s = scene()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** A call whose first line stands and is then lost. */
  async function lost() {
    await s.open(RING)
    s.at(0).become('up')
    s.at(0).become('down')
    s.told.length = 0
  }

  it('a line that comes back by itself is told, so that the other side gets a whole picture', async () => {
    await lost()
    s.at(0).become('up')
    expect(s.told).toContain('back')
    s.told.length = 0
    s.at(0).become('up')
    expect(s.told).not.toContain('back')
  })

  it('make before break: the old line goes when the new one stands, and not at once', async () => {
    await lost()
    await s.open(RESUME)
    expect(s.at(0).closed).toBe('no')
    s.at(1).become('up')
    await settle()
    expect(s.told).toEqual(['up', 'channel', 'line connection-2'])
    expect(s.at(0).closed).toBe('atOnce')
    expect(s.links.current(CALL)).toBe(s.at(1))
    expect(s.links.openCount).toBe(1)
  })

  it('a line that stands is left to the other side for a moment when a newer one takes its place', async () => {
    await lost()
    await s.open(RESUME)
    s.at(0).become('up')
    s.at(1).become('up')
    expect(s.at(0).closed).toBe('farewell')
    expect(s.links.current(CALL)).toBe(s.at(1))
  })

  it('the newest that stands wins, whichever stood first', async () => {
    await lost()
    await s.open(RESUME)
    vi.advanceTimersByTime(2_000)
    await s.open(RESUME)
    s.at(2).become('up')
    s.at(1).become('up')
    expect(s.links.current(CALL)).toBe(s.at(2))
    expect(s.at(1).closed).not.toBe('no')
    expect(s.told.filter((event) => event === 'down')).toEqual([])
  })

  it('the old line may come back by itself before a redial stands', async () => {
    await lost()
    await s.open(RESUME)
    s.at(0).become('up')
    expect(s.told).toContain('up')
    expect(s.links.current(CALL)).toBe(s.at(0))
  })

  it('an attempt that fails is closed, and the call hears nothing of it', async () => {
    await lost()
    await s.open(RESUME)
    s.at(1).become('down')
    expect(s.at(1).closed).toBe('atOnce')
    expect(s.told).toEqual([])
    expect(s.forgotten).toContain('connection-2')
  })

  it('redials do not crowd each other', async () => {
    await lost()
    await s.open(RESUME)
    await s.open(RESUME)
    expect(s.made).toHaveLength(2)
    s.at(1).answered = true
    vi.advanceTimersByTime(1_400)
    await s.open(RESUME)
    expect(s.made).toHaveLength(2)
    vi.advanceTimersByTime(100)
    await s.open(RESUME)
    expect(s.made).toHaveLength(3)
  })

  it('a redial that nobody answers keeps another waiting for less long', async () => {
    await lost()
    await s.open(RESUME)
    vi.advanceTimersByTime(800)
    await s.open(RESUME)
    expect(s.made).toHaveLength(3)
  })

  it('a redial into a dead server does not keep one through the living server waiting', async () => {
    await lost()
    s.register(false)
    await s.open(RESUME)
    s.register(true)
    s.links.signalingRenewed()
    await s.open(RESUME)
    expect(s.made).toHaveLength(2)
    s.links.signalingRenewed()
    expect(s.at(1).closed).toBe('atOnce')
    await s.open(RESUME)
    expect(s.made).toHaveLength(3)
  })

  it('at most three attempts are under way', async () => {
    await lost()
    for (let count = 0; count < 6; count++) {
      await s.open(RESUME)
      vi.advanceTimersByTime(2_000)
    }
    expect(s.made.filter((link) => link.closed === 'no')).toHaveLength(4)
  })

  it('a redial is asked for by the server alone, and not again by a line that stands: late it would cost a line that is well', async () => {
    await lost()
    s.links.send(CALL, BOB, { type: 'pleaseRedial' })
    expect(s.signaled).toEqual([{ connectionId: 'connection-1', type: 'pleaseRedial' }])
    s.links.hold({ connectionId: 'theirs', callId: CALL, remote: BOB, message: {}, later: [], signature: null })
    s.links.answer(CALL, 'theirs')
    await settle()
    s.at(1).become('up')
    expect(s.at(0).said).toEqual([])
    expect(s.at(1).said).toEqual([])
  })

  it('what was held back is let go for lines that come later too', async () => {
    await s.open(RING)
    s.links.release(CALL)
    s.at(0).become('up')
    s.at(0).become('down')
    await s.open(RESUME)
    expect(s.factory.release).toHaveBeenCalledWith('connection-2')
  })

  it('a call that is over closes the link that was being made for it', async () => {
    s.links.open(CALL, BOB, RING)
    s.links.close(CALL)
    await settle()
    expect(s.at(0).closed).toBe('atOnce')
    expect(s.links.openCount).toBe(0)
  })

  it('a ring that cannot go out is told, a redial is not', async () => {
    s.register(false)
    await s.open(RING)
    expect(s.told).toEqual(['signalingFailed'])
    s.told.length = 0
    await s.open(RESUME)
    expect(s.told).toEqual([])
  })

  describe('that have no channel yet', () => {
    /** Seen and heard, but nothing can be said on it. */
    async function speechless() {
      await s.open(RING)
      s.at(0).hasChannel = false
      s.at(0).become('up')
      s.told.length = 0
    }

    it('hang up by closing at once, and by the server for whoever misses it', async () => {
      await speechless()
      s.links.send(CALL, BOB, { type: 'hangUp', cause: 'hangup' })
      s.links.close(CALL)
      expect(s.at(0).closed).toBe('atOnce')
      expect(s.signaled).toEqual([{ connectionId: 'connection-1', type: 'hangUp' }])
    })

    it('stay for a moment where the end is another, which closing does not say', async () => {
      await speechless()
      s.links.send(CALL, BOB, { type: 'hangUp', cause: 'mediaFailure' })
      s.links.close(CALL)
      expect(s.at(0).closed).toBe('farewell')
    })

    it('tell that the other side hung up, but not of a line that was replaced', async () => {
      await speechless()
      s.at(0).hangUp()
      expect(s.told[0]).toBe('hungUp')
      s = scene()
      await lost()
      await s.open(RESUME)
      s.at(1).become('up')
      s.told.length = 0
      s.at(0).hangUp()
      expect(s.told).toEqual([])
    })
  })

  describe('say the last word', () => {
    const hangUp = () => s.links.send(CALL, BOB, { type: 'hangUp', cause: 'hangup' })

    it('on both carriers while the line stands, and only when asked again', async () => {
      await s.open(RING)
      s.at(0).become('up')
      hangUp()
      expect(s.at(0).said).toHaveLength(1)
      expect(s.signaled).toEqual([{ connectionId: 'connection-1', type: 'hangUp' }])
      s.links.close(CALL)
      vi.advanceTimersByTime(5_000)
      expect(s.signaled).toHaveLength(1)
      expect(s.links.lastWords.has(CALL, 'BOB')).toBe(true)
      expect(s.links.lastWords.has(CALL, 'EVE')).toBe(false)
      s.links.lastWords.sayAgain(CALL)
      expect(s.signaled).toHaveLength(2)
    })

    it('again and again where the line is lost, and at once when the server hears us again, for 30 s', async () => {
      await lost()
      hangUp()
      s.links.close(CALL)
      vi.advanceTimersByTime(4_000)
      expect(s.signaled).toHaveLength(3)
      s.links.signalingRenewed()
      expect(s.signaled).toHaveLength(4)
      vi.advanceTimersByTime(26_500)
      const count = s.signaled.length
      vi.advanceTimersByTime(60_000)
      expect(s.signaled).toHaveLength(count)
      expect(s.links.lastWords.has(CALL, 'BOB')).toBe(false)
      expect(vi.getTimerCount()).toBe(0)
    })
  })
})
