import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { Identity } from './support/identity.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

test('the health endpoint answers, for pages of any origin', async () => {
  const response = await fetch(`${server.url}tabcall/health`, { headers: { origin: 'https://somewhere.example' } })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(await response.json()).toEqual({ ok: true, name: 'tabcall' })
})

test('a challenge may be read by pages of any origin, and is never cached', async () => {
  const url = `${server.url}tabcall/challenge?id=${new Identity().id}`
  const response = await fetch(url, { headers: { origin: 'chrome-extension://abcdef' } })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test('what PeerServer answers by itself works as it does there', async () => {
  const root = await fetch(server.url)
  expect(root.headers.get('access-control-allow-origin')).toBe('*')
  expect(await root.json()).toMatchObject({ name: 'PeerJS Server' })
  expect(await (await fetch(`${server.url}peerjs/id`)).text()).toMatch(/^[0-9a-f-]{36}$/)
  expect((await fetch(`${server.url}peerjs/peers`)).status).toBe(401)
})

test.each(['%', '%zz/id', 'tabcall/nothing', 'tabcall/challenge?id=%', '__proto__/x', '..%2f..%2fpackage.json'])(
  'a request for /%s is answered briefly, without a word about the inside',
  async (path) => {
    const response = await fetch(`${server.url}${path}`)
    const text = await response.text()
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(text).not.toMatch(/node_modules|at .*\.(js|ts)/)
    expect(text.length).toBeLessThan(300)
  },
)

test.each([
  'GET / HTTP/9\r\n\r\n',
  '\u0000\u0001\u0002',
  'GET /peerjs HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  'GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  'GET //[ HTTP/1.1\r\nHost: [\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  'GET /peerjs?id=%&token=%zz&key=%ff HTTP/1.1\r\nHost: [\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  'GET /\\\\[peerjs HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n',
])('the raw request %j does not end the server', async (bytes) => {
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(bytes)
  await new Promise((resolve) => socket.once('data', resolve))
  socket.destroy()
  expect((await fetch(`${server.url}tabcall/health`)).status).toBe(200)
})
