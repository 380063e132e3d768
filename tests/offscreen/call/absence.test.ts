import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Absence } from '../../../src/offscreen/call/absence'
import { Client } from '../../peer-server/support/client'
import { ServerProcess } from '../../peer-server/support/processes'
import { likelihoods, toldApart } from '../../peer-server/support/statistics'

const TRIALS = 200
/** Within this time the trials begin: a stock server looks for what has expired once a second. */
const SPREAD_MS = 3_000
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
      leastRoundTripMs: () => null,
      random: Math.random,
    })
  }
  /** Turns away whoever rings, as the gate would have it. */
  async function calleeThatBlocks(id: string): Promise<Client> {
    const callee = await Client.open({ url, id })
    const absence = absenceOf(callee)
    callee.socket.on('message', (data) => {
      const { type, src } = JSON.parse(String(data))
      if (type === 'OFFER') absence.turnAway({ from: src, isOffer: true, connectionId: 'connection' })
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

  test('gets its words at its times: 200 trials each, that no test of ranks or shape tells apart', async () => {
    const callees: Client[] = []
    const look = async (trials: number) => {
      while (callees.length < trials) callees.push(await calleeThatBlocks(`here-${callees.length}`))
      const times = await expiryTimes(Array.from({ length: trials }, (_, i) => [`here-${i}`, `away-${i}`]).flat())
      const [here = [], away = []] = ['here', 'away'].map((kind) =>
        [...times].flatMap(([id, ms]) => (id.startsWith(kind) ? [ms] : [])),
      )
      expect([here.length, away.length]).toEqual([trials, trials])
      // The tests see a quarter of a second, and a spread of half the time.
      expect(
        likelihoods(
          here.map((ms) => ms + 250),
          away,
        ).rank,
      ).toBeLessThan(0.01)
      expect(
        likelihoods(
          here.map((ms) => 5_500 + (ms - 5_500) / 2),
          away,
        ).shape,
      ).toBeLessThan(0.01)
      return likelihoods(here, away)
    }
    expect(await toldApart(look, TRIALS)).toEqual({})
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
