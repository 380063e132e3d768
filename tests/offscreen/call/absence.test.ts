import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Absence } from '../../../src/offscreen/call/absence'
import { Client } from '../../peer-server/support/client'
import { ServerProcess } from '../../peer-server/support/processes'
import { rankDeviation } from '../../peer-server/support/statistics'

const TRIALS = 200
/** Within this time the trials begin: a stock server looks for what has expired once a second. */
const SPREAD_MS = 3_000
/** Two samples of the same are further apart once in a hundred. */
const ONE_IN_A_HUNDRED = 2.58
/** Longer than the last of them takes. */
const LAST_MS = 6_800

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

describe('who is turned away on a stock server', () => {
  let server: ServerProcess
  let url: string
  let caller: Client
  beforeAll(async () => {
    server = ServerProcess.stock()
    url = await server.url()
    caller = await Client.open({ url, id: 'caller' })
  })
  afterAll(async () => {
    await caller.close()
    await server.stop()
  })

  function absenceOf(callee: Client): Absence {
    return new Absence({
      localId: callee.id,
      send: (message) => callee.send(message),
      expiresAtOnce: () => false,
      roundTripMs: () => null,
      closeConnection: () => undefined,
      random: Math.random,
    })
  }
  /** Turns away whoever rings, as the gate would have it. */
  async function calleeThatBlocks(id: string): Promise<Client> {
    const callee = await Client.open({ url, id })
    const absence = absenceOf(callee)
    callee.socket.on('message', (data) => {
      const { type, src } = JSON.parse(String(data))
      if (type === 'OFFER') absence.turnAway({ connectionId: 'connection', from: { kind: 'plain', id: src } })
    })
    return callee
  }

  /** How long after an offer to each it is said that they are not there, in the very same words. */
  async function expiryTimes(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const sent = new Map<string, number>()
    const times = new Map<string, number>()
    const texts = new Set<string>()
    const listen = (data: unknown): void => {
      const { src, ...message } = JSON.parse(String(data))
      if (message.type !== 'EXPIRE') return
      times.set(src, performance.now() - (sent.get(src) ?? 0))
      texts.add(JSON.stringify(message))
    }
    caller.socket.on('message', listen)
    for (const id of ids.toSorted(() => Math.random() - 0.5)) {
      await pause(SPREAD_MS / ids.length)
      sent.set(id, performance.now())
      caller.offer(id)
    }
    await pause(LAST_MS)
    caller.socket.off('message', listen)
    expect(texts.size).toBe(1)
    return times
  }

  test('gets its words at its times: 200 trials each, that no rank test tells apart', async () => {
    const callees: Client[] = []
    for (let i = 0; i < TRIALS; i++) callees.push(await calleeThatBlocks(`here-${i}`))
    const ids = Array.from({ length: TRIALS }, (_, i) => [`here-${i}`, `away-${i}`]).flat()
    // Equal ones are told apart by chance once in a hundred, so up to three times are looked at.
    const deviations: number[] = []
    do {
      const times = await expiryTimes(ids)
      const [here, away] = ['here', 'away'].map((kind) => [...times].flatMap(([id, ms]) => (id.startsWith(kind) ? [ms] : [])))
      if (!here || !away) throw new Error('no times')
      expect([here.length, away.length]).toEqual([TRIALS, TRIALS])
      deviations.push(rankDeviation(here, away))
      // The measure sees a quarter of a second.
      const later = here.map((ms) => ms + 250)
      expect(rankDeviation(later, away)).toBeGreaterThan(ONE_IN_A_HUNDRED)
    } while (Math.abs(deviations.at(-1) ?? 0) > ONE_IN_A_HUNDRED && deviations.length < 3)
    expect(Math.abs(deviations.at(-1) ?? 99), String(deviations)).toBeLessThan(ONE_IN_A_HUNDRED)
    for (const callee of callees) await callee.close()
  })

  test('who rings three times hears it once, as from the server', async () => {
    const callee = await calleeThatBlocks('blocks')
    for (let times = 0; times < 3; times++) for (const id of ['blocks', 'nobody']) caller.offer(id)
    await pause(LAST_MS)
    const heard = (id: string) => caller.messages.filter(({ type, src }) => type === 'EXPIRE' && src === id).length
    expect([heard('blocks'), heard('nobody')]).toEqual([1, 1])
    await callee.close()
  })
})
