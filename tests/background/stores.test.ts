import { describe, expect, it } from 'vitest'
import { makeBrowserRun } from '../../src/background/browserRun'
import { makeHistoryStore } from '../../src/background/historyStore'
import { makePeopleStore } from '../../src/background/peopleStore'
import { makeSettingsStore } from '../../src/background/settingsStore'
import { makeStored } from '../../src/background/stored'
import { DEFAULT_SETTINGS } from '../../src/settings/settings'
import { fakeStorage } from './support/fakeBrowser'

const parseCount = (stored: unknown): number => (typeof stored === 'number' ? stored : 0)

describe('a stored value', () => {
  it('loses none of many changes at once', async () => {
    const area = fakeStorage()
    const count = makeStored(area, 'count', parseCount)
    await Promise.all(Array.from({ length: 50 }, () => count.change((value) => value + 1)))
    expect(await count.read()).toBe(50)
  })

  it('goes on after a change that failed', async () => {
    const count = makeStored(fakeStorage(), 'count', parseCount)
    await expect(
      count.change(() => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect((await count.change((value) => value + 1)).after).toBe(1)
  })

  it('writes nothing where nothing changed', async () => {
    const area = fakeStorage()
    await makeStored(area, 'count', parseCount).change((value) => value)
    expect(area.writes).toBe(0)
  })
})

describe('settings', () => {
  it('keeps the others when one is changed or broken', async () => {
    const area = fakeStorage()
    area.items.set('settings', { displayName: 'Ann', ringVolume: 'loud' })
    const settings = makeSettingsStore(area)
    await Promise.all([settings.update({ relayOnly: true }), settings.update({ historyDays: 7 })])
    expect(await settings.read()).toEqual({ ...DEFAULT_SETTINGS, displayName: 'Ann', relayOnly: true, historyDays: 7 })
  })
})

describe('people', () => {
  it('runs commands one after the other', async () => {
    const area = fakeStorage()
    const people = makePeopleStore(area, () => 9)
    await Promise.all([
      people.run({ type: 'saveContact', id: 'plain-1', name: 'One' }),
      people.run({ type: 'setBlocked', id: 'plain-2', blocked: true }),
      people.run({ type: 'saveContact', id: 'plain-1', name: 'Uno' }),
    ])
    expect(area.items.get('people')).toEqual([
      { id: 'plain-1', name: 'Uno', contact: true, blocked: false, compared: false, addedAt: 9 },
      { id: 'plain-2', name: '', contact: false, blocked: true, compared: false, addedAt: 9 },
    ])
  })
})

describe('history', () => {
  it('says whether a record is a new one, and prunes by the days of the settings', async () => {
    const area = fakeStorage()
    let now = 1_000
    const history = makeHistoryStore(area, { days: async () => 1, isContact: async () => () => false, now: () => now })
    const call = {
      callId: 'a',
      remote: { kind: 'tabcall', id: 'BO' },
      direction: 'incoming',
      outcome: 'missed',
      reason: 'remoteCancelled',
      connectedAt: null,
      endedAt: 1_000,
    } as const
    expect(await history.add(call)).toBe(true)
    expect(await history.add(call)).toBe(false)
    expect(await history.missedCount()).toBe(1)
    now += 25 * 60 * 60 * 1_000
    expect(await history.missedCount()).toBe(0)
    expect(area.items.get('calls')).toEqual([])
  })
})

describe('the run of the browser', () => {
  it('has one name, also after the worker died, until the browser forgets', async () => {
    const session = fakeStorage()
    let made = 0
    const makeId = (): string => `run-${++made}`
    const run = makeBrowserRun(session, makeId)
    expect(await Promise.all([run(), run()])).toEqual(['run-1', 'run-1'])
    expect(await makeBrowserRun(session, makeId)()).toBe('run-1')
    expect(await makeBrowserRun(fakeStorage(), makeId)()).toBe('run-2')
  })
})
