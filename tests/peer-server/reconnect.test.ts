import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { Client, pause } from './support/client.ts'
import { Identity } from './support/identity.ts'
import { ServerProcess } from './support/processes.ts'

let server: RunningServer
let stock: ServerProcess

beforeAll(async () => {
  server = await startServer()
  stock = ServerProcess.stock({ alive_timeout: 1_500 })
})
afterAll(async () => {
  await server.close()
  await stock.stop()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the same token again, as PeerJS reconnects', () => {
  test('gets no OPEN from the stock PeerServer, and is soon killed by the heartbeat of its older socket', async () => {
    const url = await stock.url()
    await Client.open({ url, id: 'again' })
    await pause(1_000)
    const second = Client.connect({ url, id: 'again' })
    await second.closed
    expect(second.messages).toEqual([])
  })

  test.each(['plain', 'tabcall'])('gets OPEN here, and the older socket is closed without a word (%s)', async (kind) => {
    const identity = new Identity()
    const id = kind === 'plain' ? 'again' : identity.id
    const token = kind === 'plain' ? 'token' : await identity.token(server.url)
    const first = await Client.open({ url: server.url, id, token })
    if (kind === 'tabcall') await first.next('TABCALL-HELLO')
    const second = await Client.open({ url: server.url, id, token })
    if (kind === 'tabcall') await second.next('TABCALL-HELLO')
    expect((await first.closed).code).toBe(1000)
    expect(first.messages).toEqual([])
    expect(await second.isServed()).toBe(true)
    const caller = await Client.open({ url: server.url, id: 'caller' })
    caller.offer(id)
    await second.next('OFFER')
    await caller.close()
    await second.close()
  })

  test('counts its heartbeats anew', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await Client.open({ url: server.url, id: 'sleeper' })
    const silent = await Client.open({ url: server.url, id: 'silent' })
    vi.setSystemTime(Date.now() + 80_000)
    const second = await Client.open({ url: server.url, id: 'sleeper' })
    vi.setSystemTime(Date.now() + 20_000)
    // PeerServer looks every 300 ms for clients that were last heard of 90 s ago: the other one is.
    await silent.closed
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(second.socket.readyState).toBe(second.socket.OPEN)
    vi.useRealTimers()
    expect(await second.isServed()).toBe(true)
  })
})
