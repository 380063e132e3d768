import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Switchboard } from '../../../src/offscreen/signaling/switchboard'

const HOME = 'https://home.example/'
const AWAY = 'https://away.example/'
const MINUTE_MS = 60_000

interface FakeLine {
  readonly server: string
  readonly close: () => void
  readonly refreshForCall: () => void
  readonly networkChanged: () => void
}

describe('a switchboard', () => {
  let open: string[]
  let known: Map<string, string>
  let board: Switchboard<FakeLine>
  beforeEach(() => {
    vi.useFakeTimers()
    open = []
    known = new Map()
    board = new Switchboard<FakeLine>(HOME, {
      register(server) {
        open.push(server)
        return {
          server,
          close: () => void open.splice(open.indexOf(server), 1),
          refreshForCall: () => undefined,
          networkChanged: () => undefined,
        }
      },
      serverOf: (id) => known.get(id) ?? null,
    })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('reaches everybody at home who is not known to be elsewhere', () => {
    board.reach('bob')
    known.set('bob', HOME)
    board.reach('bob')
    expect(open).toEqual([HOME])
    expect(board.towards('bob')).toBe(board.home)
  })

  it('registers where somebody is, for that one person, and lets go of it after the call', () => {
    known.set('bob', AWAY)
    board.reach('bob')
    expect(open).toEqual([HOME, AWAY])
    expect(board.towards('bob').server).toBe(AWAY)
    expect(board.towards('carol').server).toBe(HOME)
    expect(board.home.server).toBe(HOME)
    board.release()
    vi.advanceTimersByTime(30_000)
    // The last word of the call may still be on its way.
    expect(open).toEqual([HOME, AWAY])
    vi.advanceTimersByTime(MINUTE_MS)
    expect(open).toEqual([HOME])
    expect(board.towards('bob').server).toBe(HOME)
  })

  it('keeps it for a call again', () => {
    known.set('bob', AWAY)
    board.reach('bob')
    board.release()
    board.reach('bob')
    vi.advanceTimersByTime(MINUTE_MS)
    expect(open).toEqual([HOME, AWAY])
    board.release()
    vi.advanceTimersByTime(MINUTE_MS)
    board.reach('bob')
    expect(open).toEqual([HOME, AWAY])
  })

  it('has never more than two: the next person called takes the place of the last', () => {
    known.set('carol', 'https://third.example/')
    known.set('bob', AWAY)
    board.reach('bob')
    board.reach('carol')
    expect(open).toEqual([HOME, 'https://third.example/'])
    board.reach('dave')
    expect(open).toEqual([HOME])
  })

  it('lets nobody else ring by it, and anybody by the own one', () => {
    known.set('bob', AWAY)
    board.reach('bob')
    const away = board.towards('bob')
    expect(board.mayPass(away, { type: 'OFFER', src: 'mallory' })).toBe(false)
    expect(board.mayPass(away, { type: 'ANSWER', src: 'bob' })).toBe(true)
    expect(board.mayPass(away, { type: 'TABCALL-HELLO' })).toBe(true)
    expect(board.mayPass(board.home, { type: 'OFFER', src: 'mallory' })).toBe(true)
  })
})
