import { describe, expect, it } from 'vitest'
import {
  addCall,
  deleteCalls,
  MAX_CALLS,
  markSeen,
  missedCount,
  parseCalls,
  pruneCalls,
  type RecordedCall,
} from '../../src/people/history'

const DAY = 24 * 60 * 60 * 1_000
const NOW = 1_800_000_000_000

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
    expect(pruneCalls(calls, 90, NOW).map(({ callId }) => callId)).toEqual(['edge'])
  })

  it('returns the very same list when there is nothing to prune, so that nothing is written', () => {
    const calls = addCall([], record('a'))
    expect(pruneCalls(calls, 90, NOW)).toBe(calls)
  })

  it('keeps the newest when a flood of rings exceeds the limit', () => {
    const flood = Array.from({ length: MAX_CALLS + 3 }, (_, index) => record(`c${index}`)).reduce(addCall, [])
    const kept = pruneCalls(flood, 90, NOW)
    expect(kept).toHaveLength(MAX_CALLS)
    expect(kept[0]?.callId).toBe('c3')
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
