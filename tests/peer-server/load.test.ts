import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { Client, pause } from './support/client.ts'
import { Identity } from './support/identity.ts'

const HEARTBEAT_MS = 2_000

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ heartbeatMs: HEARTBEAT_MS })
})
afterAll(() => server.close())

test('500 Tabcall clients register at once', async () => {
  const { url } = server
  const clients = await Promise.all(
    Array.from({ length: 500 }, async () => {
      const identity = new Identity()
      return Client.connect({ url, id: identity.id, token: await identity.token(url) })
    }),
  )
  for (const client of clients) await client.next('TABCALL-HELLO', 60_000)
  for (const [i, client] of clients.entries()) client.offer(clients[(i + 1) % clients.length]?.id ?? '')
  for (const [i, client] of clients.entries()) expect((await client.next('OFFER')).src).toBe(clients.at(i - 1)?.id)
  await Promise.all(clients.map((client) => client.close()))
}, 120_000)

test('1,000 idle clients stay, and the server answers as fast as with none', async () => {
  const { url } = server
  const clients: Client[] = []
  while (clients.length < 1_000) {
    const batch = Array.from({ length: 100 }, (_, i) => Client.open({ url, id: `idle-${clients.length + i}` }))
    clients.push(...(await Promise.all(batch)))
  }
  await pause(2.5 * HEARTBEAT_MS)
  expect(clients.filter(({ socket }) => socket.readyState === socket.OPEN)).toHaveLength(1_000)
  const [caller] = clients
  const sentAt = performance.now()
  for (let i = 0; i < 100; i++) {
    caller?.offer('nobody')
    await caller?.next('EXPIRE')
  }
  expect((performance.now() - sentAt) / 100).toBeLessThan(50)
  await Promise.all(clients.map((client) => client.close()))
}, 120_000)
