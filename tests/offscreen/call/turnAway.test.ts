import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { turnAway } from '../../../src/offscreen/call/incomingOffers'
import { Client } from '../../peer-server/support/client'
import { ServerProcess } from '../../peer-server/support/processes'

const CALLER = 'caller'
const CALLEE = 'callee'

describe('who is turned away on a stock server', () => {
  let server: ServerProcess
  let url: string
  let caller: Client
  beforeAll(async () => {
    server = ServerProcess.stock()
    url = await server.url()
    caller = await Client.open({ url, id: CALLER })
  })
  afterAll(async () => {
    await caller.close()
    await server.stop()
  })

  async function timed(offer: () => void): Promise<{ text: string; ms: number }> {
    const from = performance.now()
    offer()
    const answer = await caller.next('EXPIRE', 15_000)
    return { text: JSON.stringify(answer), ms: performance.now() - from }
  }

  test('gets the server’s own words for one who is away, after the time that it takes for that', async () => {
    const away = await timed(() => caller.offer(CALLEE))
    const callee = await Client.open({ url, id: CALLEE })
    const turned = await Promise.all(
      [0, 0.5, 0.999].map((random) =>
        timed(() =>
          turnAway(
            { connectionId: 'connection', from: { kind: 'plain', id: CALLER } },
            {
              localId: CALLEE,
              send: (message) => callee.send(message),
              expiresAtOnce: () => false,
              closeConnection: () => undefined,
              random: () => random,
            },
          ),
        ),
      ),
    )
    for (const { text, ms } of turned) {
      expect(text).toBe(away.text)
      expect(ms).toBeGreaterThan(4_990)
      expect(ms).toBeLessThan(6_300)
    }
    // Its own time is of the same range: messages are looked at once a second and expire after five.
    expect(away.ms).toBeGreaterThan(4_900)
    expect(away.ms).toBeLessThan(6_500)
    await callee.close()
  })
})
