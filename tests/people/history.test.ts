import { describe, expect, it } from 'vitest'
import {
  addCall,
  deleteCalls,
  MAX_CALLS,
  MAX_STRANGERS_CALLS,
  markSeen,
  missedCount,
  parseCalls,
  pruneCalls,
  type RecordedCall,
} from '../../src/people/history'

const DAY = 24 * 60 * 60 * 1_000
const NOW = 1_800_000_000_000

const isContact = (id: string) => id === 'BO'

function record(callId: string, changes: Partial<RecordedCall> = {}): RecordedCall {
  return {
    callId,
    remote: { kind: 'tabcall', id: 'BO' },
    direction: 'incoming',
    outcome: 'missed',
    reason: 'remoteCancelled',
    connectedAt: null,
    endedAt: NOW,
    ...changes,
  }
}

describe('history', () => {
  it('counts missed calls until they are seen, and no others', () => {
    const calls = [record('a'), record('b', { outcome: 'answered' }), record('c')].reduce(addCall, [])
    expect(missedCount(calls)).toBe(2)
    expect(missedCount(markSeen(calls))).toBe(0)
    expect(markSeen(markSeen(calls))).toHaveLength(3)
  })

  it('keeps one line for a record that comes twice, and leaves it seen', () => {
    const seen = markSeen(addCall([], record('a')))
    const again = addCall(seen, record('a', { endedAt: NOW + 1 }))
    expect(again).toHaveLength(1)
    expect(again[0]).toMatchObject({ seen: true, endedAt: NOW + 1 })
  })

  it('prunes what is older than the days kept, to the millisecond', () => {
    const calls = [record('old', { endedAt: NOW - 90 * DAY - 1 }), record('edge', { endedAt: NOW - 90 * DAY })].reduce(
      addCall,
      [],
    )
    expect(pruneCalls(calls, 90, NOW, isContact).map(({ callId }) => callId)).toEqual(['edge'])
  })

  it('returns the very same list when there is nothing to prune, so that nothing is written', () => {
    const calls = addCall([], record('a'))
    expect(pruneCalls(calls, 90, NOW, isContact)).toBe(calls)
  })

  it('keeps the newest when a flood of rings exceeds the limit', () => {
    const flood = Array.from({ length: MAX_CALLS + 3 }, (_, index) => record(`c${index}`)).reduce(addCall, [])
    const kept = pruneCalls(flood, 90, NOW, isContact)
    expect(kept).toHaveLength(MAX_CALLS)
    expect(kept[0]?.callId).toBe('c3')
  })

  it('keeps every call of one’s own and of contacts through a flood of strangers, and the newest of those', () => {
    const stranger = { kind: 'tabcall', id: 'STRANGER' } as const
    const own = [
      record('missed contact'),
      record('dialled', { remote: stranger, direction: 'outgoing' }),
      record('talked', { remote: stranger, outcome: 'answered', connectedAt: NOW - 1 }),
    ]
    const flood = Array.from({ length: 3_000 }, (_, index) => record(`c${index}`, { remote: stranger }))
    let calls = own.reduce(addCall, [])
    for (const call of flood) calls = pruneCalls(addCall(calls, call), 90, NOW, isContact)
    const ids = calls.map(({ callId }) => callId)
    expect(ids.slice(0, 3)).toEqual(own.map(({ callId }) => callId))
    expect(ids).toHaveLength(3 + MAX_STRANGERS_CALLS)
    expect(ids.at(-1)).toBe('c2999')
  })

  it('deletes what was named', () => {
    const calls = [record('a'), record('b')].reduce(addCall, [])
    expect(deleteCalls(calls, ['a', 'zzz']).map(({ callId }) => callId)).toEqual(['b'])
  })

  it('leaves out broken entries and no others', () => {
    const [entry] = addCall([], record('a'))
    expect(parseCalls([entry, { callId: 1 }, 'x'])).toEqual([entry])
    expect(parseCalls({})).toEqual([])
  })
})
