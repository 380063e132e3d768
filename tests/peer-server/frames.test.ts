import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { Client } from './support/client.ts'
import { ServerProcess } from './support/processes.ts'
import { openRaw } from './support/raw.ts'

const BAD_FRAMES = [
  '{bad',
  '',
  'null',
  'true',
  '5',
  '"text"',
  '[]',
  '[[["OFFER"]]]',
  '{}',
  '{"type":null}',
  '{"type":5,"dst":"a"}',
  '{"type":{"toString":null},"dst":{}}',
  '{"type":"OFFER"}',
  '{"type":"OFFER","dst":null,"payload":{}}',
  '{"type":"OFFER","dst":["watcher"],"payload":{}}',
  '{"type":"OFFER","dst":{"length":1}}',
  '{"type":"__proto__","dst":"__proto__"}',
  '{"type":"constructor","dst":"constructor","payload":{"__proto__":{"x":1}}}',
  '{"__proto__":{"type":"OFFER"},"dst":"watcher"}',
  '{"type":"LEAVE","dst":5}',
  '{"type":"OPEN","dst":"watcher"}',
  '{"type":"ID-TAKEN","dst":"watcher"}',
  '{"type":"ERROR","dst":"watcher","payload":{"msg":"x"}}',
  '{"type":"TABCALL-TAKEN-OVER","dst":"watcher"}',
  '{"type":"TABCALL-HELLO","dst":"watcher"}',
  '{"type":"TABCALL-BLOCKS"}',
  '{"type":"TABCALL-BLOCKS","payload":{"salt":5,"hashes":"x"}}',
  '{"type":"TABCALL-BLOCKS","payload":null}',
  '\u0000',
]

describe('a bad frame', () => {
  let server: RunningServer
  let watcher: Client
  let stock: ServerProcess | undefined

  beforeAll(async () => {
    server = await startServer({ limits: { perClient: { burst: 1e9, perSecond: 1e9 } } })
    watcher = await Client.open({ url: server.url, id: 'watcher' })
  })
  afterAll(() => server.close())
  afterEach(() => stock?.stop())

  test.each(['{bad', 'null'])('%s ends the stock PeerServer', async (frame) => {
    stock = ServerProcess.stock()
    const client = await Client.open({ url: await stock.url(), id: 'somebody' })
    client.socket.send(frame)
    await client.closed
    expect(await stock.exit()).not.toBe(0)
    expect(stock.isRunning).toBe(false)
  })

  test.each(BAD_FRAMES)('%j changes nothing: sender and others go on, and nobody gets it', async (frame) => {
    const client = await Client.open({ url: server.url, id: 'somebody' })
    client.socket.send(frame)
    expect(await client.isServed()).toBe(true)
    expect(await watcher.isServed()).toBe(true)
    expect(watcher.messages.filter(({ src }) => src !== 'watcher')).toEqual([])
    await client.close()
  })

  test('binary, fragmented and in pieces: the server stays', async () => {
    const client = await Client.open({ url: server.url, id: 'somebody' })
    client.socket.send(Buffer.from([0xff, 0xfe, 0, 1, 2]))
    client.socket.send(Buffer.alloc(0))
    client.socket.send('{"type":"OFF', { fin: false })
    client.socket.send('ER","dst"', { fin: true })
    expect(await client.isServed()).toBe(true)
    await client.close()
  })

  test('bytes that are no WebSocket frame at all cost their sender the connection alone', async () => {
    const socket = await openRaw(server.url, 'somebody')
    const closed = once(socket, 'close')
    socket.resume()
    socket.write(Buffer.from([0xf7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))
    await closed
    expect(await watcher.isServed()).toBe(true)
  })

  test('a message over the limit closes with 1009, one of 1 MiB as well; just under it is relayed', async () => {
    for (const bytes of [100 * 1024 + 1, 1024 * 1024]) {
      const client = await Client.open({ url: server.url, id: 'somebody' })
      client.socket.send('x'.repeat(bytes))
      expect((await client.closed).code).toBe(1009)
    }
    // Compressed it is a few hundred bytes.
    const compressing = await Client.open({ url: server.url, id: 'somebody' }, { perMessageDeflate: { threshold: 0 } })
    expect(compressing.socket.extensions).toContain('permessage-deflate')
    compressing.socket.send('x'.repeat(100 * 1024 + 1), { compress: true })
    expect((await compressing.closed).code).toBe(1009)
    const client = await Client.open({ url: server.url, id: 'somebody' })
    const payload = { connectionId: 'large', sdp: 'x'.repeat(90 * 1024) }
    client.send({ type: 'OFFER', dst: 'watcher', payload })
    expect(await watcher.next('OFFER')).toEqual({ type: 'OFFER', src: 'somebody', dst: 'watcher', payload })
    await client.close()
  })

  test('an offer goes out in a quarter of its size, and as long again the next time: each is compressed by itself', async () => {
    const sdp = Array.from({ length: 300 }, (_, line) => `a=rtpmap:${line} VP8/90000\r\na=rtcp-fb:${line} nack pli\r\n`).join('')
    const offer = { type: 'OFFER', dst: 'squeezed', payload: { connectionId: 'squeezed', sdp } }
    const socket = await openRaw(server.url, 'squeezed', { 'Sec-WebSocket-Extensions': 'permessage-deflate' })
    let bytes = 0
    socket.on('data', (data: Buffer) => {
      bytes += data.length
    })
    const plain = await Client.open({ url: server.url, id: 'plain' }, { perMessageDeflate: false })
    const sizes: number[] = []
    for (let time = 0; time < 2; time++) {
      bytes = 0
      plain.send(offer)
      await vi.waitFor(() => expect(bytes).toBeGreaterThan(500))
      sizes.push(bytes)
    }
    const [first = 0, second = 0] = sizes
    expect(first).toBeLessThan(JSON.stringify(offer).length / 4)
    expect(second).toBe(first)
    await plain.close()
    socket.destroy()
  })

  test('a deep one does not cut off its receiver, as it does with the stock PeerServer', async () => {
    const deep = `{"type":"OFFER","dst":"watcher","payload":${'['.repeat(40_000)}${']'.repeat(40_000)}}`
    const client = await Client.open({ url: server.url, id: 'somebody' })
    client.socket.send(deep)
    expect(await client.isServed()).toBe(true)
    expect(await watcher.isServed()).toBe(true)
    await client.close()

    stock = ServerProcess.stock()
    const url = await stock.url()
    const victim = await Client.open({ url, id: 'watcher' })
    const attacker = await Client.open({ url, id: 'somebody' })
    attacker.socket.send(deep)
    await victim.closed
  })

  test('anything at all: fast-check', async () => {
    const client = await Client.open({ url: server.url, id: 'fuzzer' })
    const word = fc.constantFrom('OFFER', 'ANSWER', 'CANDIDATE', 'EXPIRE', 'HEARTBEAT', 'OPEN', 'TABCALL-BLOCKS', 'x')
    const frame = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.json(),
      fc
        .record(
          {
            type: fc.oneof(word, fc.anything()),
            dst: fc.oneof(fc.constant('watcher'), fc.anything()),
            payload: fc.anything({ withNullPrototype: true }),
          },
          { requiredKeys: [] },
        )
        .map((message) => JSON.stringify(message, (_key, value) => (typeof value === 'bigint' ? String(value) : value))),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 20, maxLength: 20 }), async (frames) => {
        for (const one of frames) client.socket.send(one)
        expect(await client.isServed()).toBe(true)
        client.messages.length = 0
      }),
      { numRuns: 100 },
    )
    expect(await watcher.isServed()).toBe(true)
    await client.close()
  })
})
