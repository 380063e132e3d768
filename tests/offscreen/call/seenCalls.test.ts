import { describe, expect, test } from 'vitest'
import { SeenCalls } from '../../../src/offscreen/call/seenCalls'

const NOW = 1_800_000_000_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const ROOM = 50
/** More than one room keeps. */
const FLOOD = 70

/** A profile: what is stored in it outlives each run of the browser. */
function profile() {
  const stored = new Map<string, string>()
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
    clear: () => stored.clear(),
    key: () => null,
    get length() {
      return stored.size
    },
  }
  const clock = { now: NOW }
  return { storage, clock, run: () => new SeenCalls(storage, () => clock.now, ROOM) }
}

const stranger = (callId: string, time: number) => ({ callId, time, known: false })
const contact = (callId: string, time: number) => ({ callId, time, known: true })

/** So many strangers ring, every two seconds one. */
function flood(seen: SeenCalls, clock: { now: number }, aheadMs = 0): void {
  for (let number = 0; number < FLOOD; number++) {
    clock.now += 2_000
    seen.add(stranger(`flood-${number}`, clock.now + aheadMs))
  }
}

describe('a call that rang', () => {
  test('does not ring again, also in the next run of the browser, and as a contact’s what was a stranger’s', () => {
    const { run, clock } = profile()
    run().add(stranger('first', NOW))
    clock.now += DAY_MS
    expect(run().has(stranger('first', NOW))).toBe(true)
    expect(run().has(contact('first', NOW))).toBe(true)
    expect(run().has(stranger('second', NOW))).toBe(false)
  })

  test('does not ring again after more strangers have rung than are remembered', () => {
    const { run, clock } = profile()
    const seen = run()
    seen.add(stranger('first', NOW))
    flood(seen, clock)
    expect(seen.has(stranger('first', NOW))).toBe(true)
    expect(run().has(stranger('first', NOW))).toBe(true)
    expect(seen.has(stranger('now', clock.now))).toBe(false)
  })

  test('of a contact stays remembered through it, and a contact whose clock is a day slow still rings', () => {
    const { run, clock } = profile()
    const seen = run()
    seen.add(contact('first', NOW))
    flood(seen, clock)
    expect(seen.has(contact('first', NOW))).toBe(true)
    expect(seen.has(contact('slow', clock.now - DAY_MS))).toBe(false)
  })

  test('strangers that claim to ring from the day after tomorrow lock nobody out', () => {
    const { run, clock } = profile()
    const seen = run()
    flood(seen, clock, 2 * DAY_MS)
    clock.now += MINUTE_MS
    expect(seen.has(stranger('now', clock.now))).toBe(false)
  })

  test('while one’s own clock was a year ahead locks nobody out once that is set right', () => {
    const { run, clock } = profile()
    clock.now = NOW + 365 * DAY_MS
    const seen = run()
    flood(seen, clock)
    clock.now = NOW
    expect(seen.has(stranger('now', NOW))).toBe(false)
  })

  test('is forgotten once its age alone keeps it out, and what cannot be read is as if it were not there', () => {
    const { run, clock, storage } = profile()
    run().add(stranger('first', NOW))
    clock.now += 4 * DAY_MS
    run().add(stranger('later', clock.now))
    expect(storage.getItem('tabcall:seenCalls')).not.toContain('first')
    for (const broken of ['{', '[]', '[["first", 1]]', '{"known": 1}']) {
      storage.setItem('tabcall:seenCalls', broken)
      expect(run().has(stranger('later', clock.now))).toBe(false)
    }
  })
})
