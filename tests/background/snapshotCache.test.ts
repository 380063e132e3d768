import { describe, expect, it } from 'vitest'
import { makeSnapshotCache } from '../../src/background/snapshotCache'
import { IDLE, snapshot, talking } from './support/snapshots'

describe('the cached snapshot', () => {
  it('drops a late one, and begins anew with a new document', () => {
    const cache = makeSnapshotCache()
    cache.receive(snapshot(talking(), { revision: 9 }))
    cache.receive(snapshot(IDLE, { revision: 8 }))
    expect(cache.latest?.call.phase).toBe('connected')
    cache.restart()
    cache.receive(snapshot(IDLE, { revision: 1 }))
    expect(cache.latest?.call.phase).toBe('idle')
  })

  it('lets whoever asks before the first one wait for it', async () => {
    const cache = makeSnapshotCache()
    const waiting = [cache.known(), cache.known()]
    const first = snapshot(IDLE)
    cache.receive(first)
    expect(await Promise.all(waiting)).toEqual([first, first])
    expect(await cache.known()).toBe(first)
  })

  it('takes nothing that is no snapshot', () => {
    const cache = makeSnapshotCache()
    for (const junk of [null, 1, { revision: 'x' }, { revision: 1 }]) cache.receive(junk)
    expect(cache.latest).toBeNull()
  })
})
