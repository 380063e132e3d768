import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { Client, pause } from './support/client.ts'
import { Identity } from './support/identity.ts'
import { ServerProcess } from './support/processes.ts'
import { openRaw } from './support/raw.ts'

const ANY_PORT = { PORT: '0', HOST: '127.0.0.1', STUN_PORT: '0' }

let running: ServerProcess | undefined
afterEach(() => running?.stop())

function start(environment: Readonly<Record<string, string>> = ANY_PORT): ServerProcess {
  running = ServerProcess.ours(environment)
  return running
}

describe('npm run server', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'stops within a second on %s, with clients of every kind connected',
    async (signal) => {
      const server = start()
      const url = await server.url()
      const clients = await Promise.all(['a', 'b', 'c'].map((id) => Client.open({ url, id })))
      // One that answers nothing, not even a close; one that has only begun to ask.
      await openRaw(url, 'deaf')
      const half = connect(Number(new URL(url).port), '127.0.0.1')
      half.on('error', () => undefined)
      half.write('GET / HT')
      await pause(50)
      const stoppedAt = Date.now()
      server.signal(signal)
      expect(await server.exit()).toBe(0)
      expect(Date.now() - stoppedAt).toBeLessThan(1_000)
      for (const client of clients) expect((await client.closed).code).toBe(1001)
    },
  )

  test('writes one line when it starts and one when it stops, and not who calls whom', async () => {
    const server = start()
    const url = await server.url()
    const alice = new Identity()
    const client = await Client.open({ url, id: alice.id, token: await alice.token(url) })
    const other = await Client.open({ url, id: 'otherclient' })
    other.offer(alice.id)
    await client.next('OFFER')
    other.offer('nobody')
    other.socket.send('{bad')
    other.socket.send('x'.repeat(200_000))
    await other.closed
    server.signal('SIGTERM')
    await server.exit()
    expect(server.output).toBe(`Tabcall signaling server on ${url} (no STUN)\nTabcall signaling server stopped\n`)
  })

  test('says in a sentence that its port is in use', async () => {
    const occupant = createServer().listen(0, '127.0.0.1')
    await once(occupant, 'listening')
    const address = occupant.address()
    const port = String(typeof address === 'object' ? address?.port : '')
    const server = start({ ...ANY_PORT, PORT: port })
    expect(await server.exit()).toBe(1)
    expect(server.output).toBe(`Port ${port} is already in use. Stop what uses it, or set PORT to another port.\n`)
    occupant.close()
  })

  test('says in a sentence that its STUN port is in use', async () => {
    const occupant = createSocket('udp4').bind(0, '127.0.0.1')
    await once(occupant, 'listening')
    const port = String(occupant.address().port)
    const server = start({ ...ANY_PORT, STUN_PORT: port })
    expect(await server.exit()).toBe(1)
    expect(server.output).toBe(
      `UDP port ${port} is already in use. Stop what uses it, or set STUN_PORT to another port (0 for none).\n`,
    )
    occupant.close()
  })

  test.each([
    [{ PORT: 'http' }, 'PORT is "http", but a port is a number up to 65535.\n'],
    [{ STUN_PORT: '70000' }, 'STUN_PORT is "70000", but a port is a number up to 65535.\n'],
    [
      { TABCALL_TURN: 'turn:relay.example:3478 user secret\nturn:relay.example:3478 user' },
      '"turn:relay.example:3478 …" is no TURN server: write turn:host:port user secret\n',
    ],
  ])('names what it cannot read in %j', async (environment, sentence) => {
    const server = start({ ...ANY_PORT, ...environment })
    expect(await server.exit()).toBe(1)
    expect(server.output).toBe(sentence)
  })

  test('tells clients of its STUN responder and of the TURN servers given', async () => {
    const free = createSocket('udp4').bind(0, '127.0.0.1')
    await once(free, 'listening')
    const stunPort = String(free.address().port)
    await new Promise<void>((resolve) => free.close(() => resolve()))
    const turn = 'turn:relay.example:3478 user secret\n\n turns:relay.example:443?transport=tcp user secret2 \n'
    const server = start({ ...ANY_PORT, STUN_PORT: stunPort, TABCALL_TURN: turn })
    const url = await server.url()
    const alice = new Identity()
    const client = await Client.open({ url, id: alice.id, token: await alice.token(url) })
    expect((await client.next('TABCALL-HELLO')).payload).toMatchObject({
      iceServers: [
        { urls: `stun:127.0.0.1:${stunPort}` },
        { urls: 'turn:relay.example:3478', username: 'user', credential: 'secret' },
        { urls: 'turns:relay.example:443?transport=tcp', username: 'user', credential: 'secret2' },
      ],
    })
  })
})
