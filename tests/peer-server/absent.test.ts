import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { Client, pause } from './support/client.ts'
import { Identity } from './support/identity.ts'
import { openPeerJs } from './support/peerjs.ts'
import { ServerProcess } from './support/processes.ts'
import { openRaw } from './support/raw.ts'

const HEARTBEAT_MS = 700

let server: RunningServer

beforeAll(async () => {
  server = await startServer({ heartbeatMs: HEARTBEAT_MS })
})
afterAll(() => server.close())

describe('an offer to somebody absent', () => {
  test('is answered at once, a plain id and a Tabcall ID alike', async () => {
    const caller = await Client.open({ url: server.url, id: 'caller' })
    for (const dst of ['nobody', new Identity().id]) {
      const sentAt = performance.now()
      caller.offer(dst, 'my-connection')
      const answer = await caller.next('EXPIRE')
      expect(answer).toEqual({ type: 'EXPIRE', src: dst, dst: 'caller', payload: { connectionId: 'my-connection' } })
      expect(performance.now() - sentAt).toBeLessThan(1_000)
    }
    await caller.close()
  })

  test('reaches PeerJS as peer-unavailable: after 5 s from the stock PeerServer, at once from this one', async () => {
    const stock = ServerProcess.stock()
    try {
      const wait = async (url: string): Promise<number> => {
        const peer = await openPeerJs(url, 'stock-client')
        const sentAt = performance.now()
        peer.socket.send({ type: 'OFFER', dst: 'nobody', payload: { type: 'media', connectionId: 'mc_1', sdp: {} } })
        const error = await new Promise<{ type: string; message: string }>((resolve) => peer.once('error', resolve))
        expect(error).toMatchObject({ type: 'peer-unavailable', message: 'Could not connect to peer nobody' })
        peer.destroy()
        return performance.now() - sentAt
      }
      const [theirs, ours] = await Promise.all([stock.url().then(wait), wait(server.url)])
      expect(theirs).toBeGreaterThan(4_000)
      expect(ours).toBeLessThan(1_000)
    } finally {
      await stock.stop()
    }
  })

  test('names no connection where the offer names none that could be one', async () => {
    const caller = await Client.open({ url: server.url, id: 'caller' })
    for (const payload of [undefined, null, 5, { connectionId: 5 }, { connectionId: 'x'.repeat(65) }]) {
      caller.send({ type: 'OFFER', dst: 'nobody', payload })
      expect(await caller.next('EXPIRE')).toEqual({ type: 'EXPIRE', src: 'nobody', dst: 'caller' })
    }
    await caller.close()
  })
})

test('nothing is kept for later, and nothing but an offer is answered', async () => {
  const sender = await Client.open({ url: server.url, id: 'sender' })
  for (const type of ['OFFER', 'ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE']) {
    for (let i = 0; i < 20; i++) sender.send({ type, dst: 'later', payload: { connectionId: type } })
  }
  expect(await sender.isServed()).toBe(true)
  expect(new Set(sender.messages.map(({ type, src }) => `${type} ${src}`))).toEqual(new Set(['EXPIRE later', 'CANDIDATE sender']))
  expect(sender.messages.filter(({ type }) => type === 'EXPIRE')).toHaveLength(20)
  const later = await Client.open({ url: server.url, id: 'later' })
  expect(await later.isServed()).toBe(true)
  expect(later.messages.filter(({ src }) => src === 'sender')).toEqual([])
  await sender.close()
  await later.close()
})

test('who hung up the socket is absent from the next moment on', async () => {
  const caller = await Client.open({ url: server.url, id: 'caller' })
  const callee = await Client.open({ url: server.url, id: 'callee' })
  await callee.close()
  caller.offer('callee')
  await caller.next('EXPIRE')
  await caller.close()
})

test('who died without a word is absent after two heartbeats; who only keeps silent is not', async () => {
  const caller = await Client.open({ url: server.url, id: 'caller' })
  const silent = await Client.open({ url: server.url, id: 'silent' })
  const dead = await openRaw(server.url, 'dead')
  const closed = once(dead, 'close')
  dead.resume()
  caller.offer('dead')
  await caller.isServed()
  expect(caller.messages.some(({ type }) => type === 'EXPIRE')).toBe(false)
  await Promise.race([closed, pause(HEARTBEAT_MS * 3)])
  caller.offer('dead')
  await caller.next('EXPIRE')
  await pause(HEARTBEAT_MS * 3)
  caller.offer('silent')
  await silent.next('OFFER')
  await caller.close()
  await silent.close()
})

test('who does not read what is sent is cut off before it fills the server', async () => {
  const unlimited = { burst: 1e9, perSecond: 1e9 }
  const open = await startServer({ limits: { perClient: unlimited, perAddress: unlimited }, heartbeatMs: 60_000 })
  const sender = await Client.open({ url: open.url, id: 'sender' })
  const deaf = await openRaw(open.url, 'deaf')
  deaf.pause()
  const payload = { connectionId: 'c', sdp: 'x'.repeat(90_000) }
  let sent = 0
  while (!sender.messages.some(({ type }) => type === 'EXPIRE')) {
    sender.send({ type: 'OFFER', dst: 'deaf', payload })
    sent += 90_000
    await sender.isServed()
    // The system's own buffers take some megabytes, the server's limit is one.
    expect(sent).toBeLessThan(30_000_000)
  }
  expect(sent).toBeGreaterThan(1_000_000)
  await open.close()
})
