import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CallState, IDLE } from '../../../src/call/state'
import { BusySign } from '../../../src/offscreen/call/busySign'
import type { OutgoingMessage } from '../../../src/offscreen/signaling/registration'

const FEATURES = ['blocks', 'busy']

function inCallWith(id: string): CallState {
  const terms = { callId: 'call', remote: { kind: 'tabcall', id }, direction: 'outgoing', withCamera: true } as const
  return { phase: 'connected', terms, connectedAt: 1, redialedAt: null }
}

describe('the busy sign at the server', () => {
  let contactIds: readonly string[]
  let state: CallState
  let sent: OutgoingMessage[]
  let sign: BusySign
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    contactIds = ['ann', 'bob']
    state = IDLE
    sent = []
    sign = new BusySign({
      acquaintances: {
        get contactIds() {
          return contactIds
        },
      },
      state: () => state,
      send: (message) => sent.push(message),
    })
  })
  afterEach(() => vi.useRealTimers())

  function become(next: CallState): void {
    state = next
    sign.update()
  }
  /** For how many it hangs there, by each message; null where it was taken away. */
  async function told(): Promise<(number | null)[]> {
    vi.advanceTimersByTime(2_000)
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(0), { interval: 1 }).catch(() => undefined)
    return sent.splice(0).map(({ payload }) => (hasHashes(payload) ? payload.hashes.length : null))
  }

  it('hangs for contacts while a call goes on, not for whom it is with, and is taken away at its end', async () => {
    sign.serve(FEATURES)
    become(inCallWith('bob'))
    expect(sent).toEqual([])
    expect(await told()).toEqual([1])
    become(IDLE)
    expect(await told()).toEqual([null])
  })

  it('is hung anew at a server that has forgotten it, and for contacts who are new', async () => {
    sign.serve(FEATURES)
    become(inCallWith('somebody'))
    expect(await told()).toEqual([2])
    sign.serve(FEATURES)
    expect(await told()).toEqual([2])
    contactIds = [...contactIds, 'eve']
    sign.update()
    expect(await told()).toEqual([3])
  })

  it('is not hung for a ring that comes in, for a call that is over at once, nor at a server that has no place for it', async () => {
    sign.serve(FEATURES)
    const terms = {
      ...({ callId: 'call', direction: 'incoming', withCamera: true, remoteWithCamera: true, preview: false } as const),
      remote: { kind: 'tabcall', id: 'ann' },
      temperature: 'warm',
      admission: 'ring',
    } as const
    become({ phase: 'incoming', terms, linkUp: false, connectionId: 'c' })
    become(inCallWith('ann'))
    become(IDLE)
    expect(await told()).toEqual([])
    sign.serve(['blocks'])
    become(inCallWith('ann'))
    expect(await told()).toEqual([])
  })

  it('of two that follow each other closely the newer one stays', async () => {
    sign.serve(FEATURES)
    become(inCallWith('somebody'))
    vi.advanceTimersByTime(2_000)
    become(IDLE)
    expect(await told()).toEqual([null])
  })
})

function hasHashes(payload: unknown): payload is { readonly hashes: readonly string[] } {
  return typeof payload === 'object' && payload !== null && 'hashes' in payload
}
