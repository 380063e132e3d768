import { get } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Challenges } from '../../peer-server/challenge.ts'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { Client, pause } from './support/client.ts'
import { challenge, Identity } from './support/identity.ts'
import { ServerProcess } from './support/processes.ts'

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const REFUSED = 'This is a Tabcall ID: it takes a proof by its key'

let server: RunningServer
const alice = new Identity()
const mallory = new Identity()

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

async function openAs(identity: Identity): Promise<Client> {
  return Client.open({ url: server.url, id: identity.id, token: await identity.token(server.url) })
}

describe('a Tabcall ID', () => {
  test('is registered by a proof of its key, and gets what a Tabcall client needs to know', async () => {
    const client = await openAs(alice)
    expect(await client.next('TABCALL-HELLO')).toEqual({
      type: 'TABCALL-HELLO',
      payload: {
        version: 1,
        features: ['expire-at-once', 'blocks', 'contacts-only', 'takeover', 'busy'],
        iceServers: [{ urls: `stun:127.0.0.1:${server.stunPort}` }],
      },
    })
    expect(await client.isServed()).toBe(true)
    await client.close()
  })

  const forgeries: Record<string, () => Promise<string>> = {
    'a random token, as with a stock server': async () => 'd41d8cd98f00',
    'the right key and another signature': async () => {
      const [kind, , nonce, signature] = (await mallory.token(server.url, { id: alice.id })).split('.')
      return [kind, alice.publicKey, nonce, signature].join('.')
    },
    'a proof by another key': async () =>
      mallory.token(server.url, { id: alice.id, nonce: await challenge(server.url, alice.id) }),
    'a proof made for another server': () => alice.token(server.url, { host: 'calls.example' }),
    'a proof of another ID': () => alice.token(server.url, { id: mallory.id }),
    'a nonce given for another ID': async () => alice.token(server.url, { nonce: await challenge(server.url, mallory.id) }),
    'a nonce of one’s own making': () => alice.token(server.url, { nonce: Buffer.alloc(32, 7).toString('base64url') }),
    'a nonce written in another way': async () => {
      const nonce = await challenge(server.url, alice.id)
      // The last of 43 characters has two bits that mean nothing.
      const last = BASE64URL[BASE64URL.indexOf(nonce.slice(-1)) ^ 1]
      return alice.token(server.url, { nonce: nonce.slice(0, -1) + last })
    },
    'a key that is no point of the curve': async () => {
      const [kind, , nonce, signature] = (await alice.token(server.url)).split('.')
      return [kind, Buffer.alloc(32, 0xff).toString('base64url'), nonce, signature].join('.')
    },
    'half a proof': async () => (await alice.token(server.url)).slice(0, 100),
  }

  test.each(Object.entries(forgeries))('is refused with %s, offline and online alike', async (_name, forge) => {
    const offline = Client.connect({ url: server.url, id: alice.id, token: await forge() })
    expect(await offline.closed).toEqual({ code: 4401, reason: REFUSED })
    expect(offline.messages).toEqual([{ type: 'ERROR', payload: { msg: REFUSED } }])

    const owner = await openAs(alice)
    const online = Client.connect({ url: server.url, id: alice.id, token: await forge() })
    expect(await online.closed).toEqual({ code: 4401, reason: REFUSED })
    expect(online.messages).toEqual([{ type: 'ERROR', payload: { msg: REFUSED } }])
    expect(await owner.isServed()).toBe(true)
    await owner.close()
  })

  test('is refused with a proof used before', async () => {
    const token = await alice.token(server.url)
    const first = await Client.open({ url: server.url, id: alice.id, token })
    await first.close()
    const second = Client.connect({ url: server.url, id: alice.id, token })
    expect((await second.closed).code).toBe(4401)
  })

  test('cannot be slipped in as a second id beside a plain one', async () => {
    const query = `key=peerjs&id=harmless&token=t&id=${alice.id}&token=t`
    const client = new Client(`${server.url.replace('http', 'ws')}peerjs?${query}`, 'harmless')
    await client.next('OPEN')
    const caller = await Client.open({ url: server.url, id: 'caller' })
    caller.offer(alice.id)
    expect(await caller.next('EXPIRE')).toMatchObject({ src: alice.id })
    client.offer('caller')
    expect((await caller.next('OFFER')).src).toBe('harmless')
    const owner = await openAs(alice)
    await owner.close()
    await client.close()
    await caller.close()
  })

  test('belongs to whoever asks first on the stock PeerServer', async () => {
    const stock = ServerProcess.stock()
    try {
      const url = await stock.url()
      expect((await fetch(`${url}tabcall/challenge?id=${alice.id}`)).status).toBe(404)
      await Client.open({ url, id: alice.id, token: 'anything' })
    } finally {
      await stock.stop()
    }
  })

  test('whose check character is wrong is not one: the challenge says so', async () => {
    const wrong = alice.id.slice(0, 24) + (alice.id.endsWith('0') ? '1' : '0')
    expect((await fetch(`${server.url}tabcall/challenge?id=${wrong}`)).status).toBe(400)
    expect((await fetch(`${server.url}tabcall/challenge`)).status).toBe(400)
    expect((await fetch(`${server.url}tabcall/challenge?id[]=${alice.id}&id=x`)).status).toBe(400)
  })
})

describe('a nonce', () => {
  test('is good for a minute, for its ID, once, with the server that gave it', () => {
    let now = 5_000_000
    const challenges = new Challenges(() => now)
    const nonce = challenges.issue(alice.id)
    expect(challenges.isOpen(alice.id, nonce)).toBe(true)
    expect(challenges.isOpen(mallory.id, nonce)).toBe(false)
    expect(new Challenges(() => now).isOpen(alice.id, nonce)).toBe(false)
    now += 59_999
    expect(challenges.isOpen(alice.id, nonce)).toBe(true)
    challenges.use(nonce)
    expect(challenges.isOpen(alice.id, nonce)).toBe(false)
    const late = challenges.issue(alice.id)
    now += 60_000
    challenges.prune()
    expect(challenges.isOpen(alice.id, nonce)).toBe(false)
    expect(challenges.isOpen(alice.id, late)).toBe(false)
  })
})

describe('a newer proof', () => {
  test('takes the ID over: the older connection is told, closed, and heard no more', async () => {
    const older = await openAs(alice)
    const newer = await openAs(alice)
    expect(await older.next('TABCALL-TAKEN-OVER')).toEqual({ type: 'TABCALL-TAKEN-OVER' })
    expect((await older.closed).code).toBe(4409)
    const caller = await Client.open({ url: server.url, id: 'caller' })
    caller.offer(alice.id, 'to-the-newer')
    expect(await newer.next('OFFER')).toMatchObject({ src: 'caller', payload: { connectionId: 'to-the-newer' } })
    expect(await newer.isServed()).toBe(true)
    await newer.close()
    caller.offer(alice.id)
    expect(await caller.next('EXPIRE')).toMatchObject({ src: alice.id })
    await caller.close()
  })

  test('twenty at once leave exactly one', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => alice.token(server.url)))
    const clients = tokens.map((token) => Client.connect({ url: server.url, id: alice.id, token }))
    const ends: number[] = []
    for (const client of clients) void client.closed.then(({ code }) => ends.push(code))
    const until = Date.now() + 10_000
    while (ends.length < 19 && Date.now() < until) await pause(10)
    expect(ends).toEqual(Array.from({ length: 19 }, () => 4409))
    const last = clients.find((client) => client.socket.readyState === client.socket.OPEN)
    expect(await last?.isServed()).toBe(true)
    await last?.close()
  })
})

describe('a server that knows its names', () => {
  let strict: RunningServer | undefined
  afterEach(() => strict?.close())

  test('takes no proof made for another name, which a hostile server could have had made', async () => {
    strict = await startServer({ hosts: ['calls.example'] })
    const port = new URL(strict.url).port
    const { url } = strict
    expect((await fetch(`${url}tabcall/challenge?id=${alice.id}`)).status).toBe(421)
    const nonce = await challengeAs('calls.example', url, alice.id)
    const stolen = await alice.token(url, { nonce, host: `hostile.example:${port}` })
    const relayed = Client.connect({ url, id: alice.id, token: stolen }, { headers: { host: `hostile.example:${port}` } })
    expect((await relayed.closed).code).toBe(4401)
    const good = await alice.token(url, { nonce, host: 'calls.example' })
    const client = Client.connect({ url, id: alice.id, token: good }, { headers: { host: 'calls.example' } })
    await client.next('OPEN')
    expect((await client.next('TABCALL-HELLO')).payload).toMatchObject({
      iceServers: [{ urls: `stun:calls.example:${strict.stunPort}` }],
    })
    await client.close()
  })
})

describe('a plain id', () => {
  test('works as with a stock PeerServer: the token is the owner', async () => {
    const first = await Client.open({ url: server.url, id: 'plain-one' })
    const second = Client.connect({ url: server.url, id: 'plain-one', token: 'another' })
    await second.closed
    expect(second.messages).toEqual([{ type: 'ID-TAKEN', payload: { msg: 'ID is taken' } }])
    const other = await Client.open({ url: server.url, id: 'plain-two' })
    const payload = { type: 'data', connectionId: 'c', sdp: { type: 'offer', sdp: 'v=0' } }
    for (const type of ['OFFER', 'ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE']) {
      other.send({ type, dst: 'plain-one', payload, src: 'forged' })
      expect(await first.next(type)).toEqual({ type, src: 'plain-two', dst: 'plain-one', payload })
    }
    expect(first.messages).toEqual([])
    await first.close()
    await Client.open({ url: server.url, id: 'plain-one', token: 'another' })
  })

  test('gets no message that a stock server would not send', async () => {
    const client = await Client.open({ url: server.url, id: 'plain-three' })
    expect(await client.isServed()).toBe(true)
    expect(client.messages.map(({ type }) => type)).toEqual(['CANDIDATE'])
  })

  test.each([
    ['key=peerjs&id=x', 'No id, token, or key supplied to websocket server'],
    ['key=other&id=x&token=t', 'Invalid key provided'],
    [`key=peerjs&id=${'x'.repeat(65)}&token=t`, 'This ID is not one that PeerJS allows'],
    ['key=peerjs&id=%F0%9F%98%80&token=t', 'This ID is not one that PeerJS allows'],
    ['key=peerjs&id=a%0Ab&token=t', 'This ID is not one that PeerJS allows'],
    [`key=peerjs&id=x&token=${'t'.repeat(257)}`, 'The token is too long'],
  ])('with %s is refused with the reason', async (query, msg) => {
    const client = new Client(`${server.url.replace('http', 'ws')}peerjs?${query}`, 'x')
    await client.closed
    expect(client.messages).toEqual([{ type: 'ERROR', payload: { msg } }])
  })
})

/** `fetch` sets the Host header itself. */
function challengeAs(host: string, url: string, id: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`${url}tabcall/challenge?id=${id}`, { headers: { host } }, async (response) => {
      let body = ''
      for await (const chunk of response) body += String(chunk)
      const { nonce }: { nonce: string } = JSON.parse(body)
      resolve(nonce)
    }).on('error', reject)
  })
}
