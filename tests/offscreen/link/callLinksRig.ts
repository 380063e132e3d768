import { vi } from 'vitest'
import { CallLinks, type CallLinksEvents, type Dialler } from '../../../src/offscreen/link/callLinks.ts'
import type { Link, LinkState } from '../../../src/offscreen/link/link.ts'
import { settle } from '../fakes.ts'

export const CALL = 'call-1'
export const BOB = { kind: 'tabcall', id: 'BOB' } as const
export const RESUME = { purpose: 'resume', camera: false } as const
export const RING = { purpose: 'ring', camera: false } as const

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

export type Scene = ReturnType<typeof scene>

/** The links of calls, over links that do what the test says. */
export function scene() {
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

/** A call whose first line stands and is then lost. */
export async function loseTheLine(s: Scene): Promise<void> {
  await s.open(RING)
  s.at(0).become('up')
  s.at(0).become('down')
  s.told.length = 0
}

/** The timers that the links use, in the hand of the test. */
export function fakeLinkTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
}
