import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { IdentityStore } from '../../src/identity/identityStore'
import { makeIndexedDbStore } from '../../src/identity/indexedDbStore'
import type { OpenedIdentity } from '../../src/identity/keyPair'
import { openOwnIdentity } from '../../src/offscreen/ownIdentity'

describe('the identity of this browser', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function outcome(told: readonly OpenedIdentity[]): readonly string[] {
    return told.map((opened) => (opened.ok ? 'ok' : opened.reason))
  }

  it('whose store cannot be opened is told as such, and is there once it can', async () => {
    const store = makeIndexedDbStore(new IDBFactory())
    let full = true
    const moody: IdentityStore = {
      ...store,
      load: () => (full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : Promise.resolve(undefined)),
      saveFirst: async (identity) => identity,
    }
    const told: OpenedIdentity[] = []
    await openOwnIdentity(moody, (opened) => told.push(opened))
    vi.advanceTimersByTime(5_000)
    await vi.waitFor(() => expect(outcome(told)).toEqual(['unavailable', 'unavailable']))
    full = false
    vi.advanceTimersByTime(5_000)
    await vi.waitFor(() => expect(outcome(told)).toEqual(['unavailable', 'unavailable', 'ok']))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('that is damaged is told once, and left as it is', async () => {
    const told: OpenedIdentity[] = []
    const damaged: IdentityStore = {
      load: async () => ({ version: 1, id: 'nonsense' }),
      save: () => expect.fail('nothing may be written'),
      saveFirst: () => expect.fail('nothing may be written'),
    }
    await openOwnIdentity(damaged, (opened) => told.push(opened))
    expect(outcome(told)).toEqual(['broken'])
    expect(vi.getTimerCount()).toBe(0)
  })
})
