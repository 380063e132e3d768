import { afterEach, describe, expect, test } from 'vitest'
import { networkOf } from '../../peer-server/address.ts'
import { Bucket, Buckets, DEFAULT_LIMITS, type Limits, unitsOf } from '../../peer-server/limits.ts'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { Client, pause } from './support/client.ts'
import { Identity } from './support/identity.ts'

let server: RunningServer | undefined
afterEach(() => server?.close())

async function start(limits: Partial<Limits> = {}, trustProxy = false): Promise<string> {
  server = await startServer({ limits, trustProxy })
  return server.url
}

describe('a flood', () => {
  test('of messages is cut off with 4429, its sender alone, and little of it is relayed', async () => {
    const url = await start()
    const victim = await Client.open({ url, id: 'victim' })
    const flooder = await Client.open({ url, id: 'flooder' })
    for (let i = 0; i < 5_000; i++) flooder.offer('victim')
    expect(await flooder.closed).toEqual({ code: 4429, reason: 'Too many messages' })
    expect(await flooder.next('ERROR')).toEqual({ type: 'ERROR', payload: { msg: 'Too many messages' } })
    expect(await victim.isServed()).toBe(true)
    const relayed = victim.messages.filter(({ type }) => type === 'OFFER').length
    expect(relayed).toBeGreaterThanOrEqual(DEFAULT_LIMITS.perClient.burst)
    expect(relayed).toBeLessThan(DEFAULT_LIMITS.perClient.burst + 200)
    victim.offer('flooder')
    await victim.next('EXPIRE')
  })

  test('of bad frames, and one of large messages, is cut off as well', async () => {
    const url = await start()
    const bad = await Client.open({ url, id: 'bad' })
    for (let i = 0; i < 2_000; i++) bad.socket.send('{bad')
    expect((await bad.closed).code).toBe(4429)
    const large = await Client.open({ url, id: 'large' })
    const payload = { sdp: 'x'.repeat(90_000) }
    for (let i = 0; i < 20; i++) large.send({ type: 'OFFER', dst: 'large', payload })
    expect((await large.closed).code).toBe(4429)
  })

  test('whose sender ignores that it is being closed is cut off all the same', async () => {
    const url = await start()
    const flooder = await Client.open({ url, id: 'flooder' })
    const stubborn = setInterval(() => flooder.socket.readyState === flooder.socket.OPEN && flooder.offer('x'), 0)
    for (let i = 0; i < 1_000; i++) flooder.offer('x')
    // Reading nothing, it does not see the close frame.
    flooder.socket.pause()
    await pause(1_500)
    flooder.socket.resume()
    await flooder.closed
    clearInterval(stubborn)
  })

  test('shared among many clients of one address is cut off by the address', async () => {
    const url = await start({ perAddress: { burst: 100, perSecond: 1 } })
    const clients = await Promise.all(Array.from({ length: 10 }, (_, i) => Client.open({ url, id: `client-${i}` })))
    for (let i = 0; i < 11; i++) for (const client of clients) client.send({ type: 'HEARTBEAT' })
    const { code } = await Promise.race(clients.map(({ closed }) => closed))
    expect(code).toBe(4429)
  })

  test('of connections is refused before it costs anything, and so are challenges', async () => {
    const url = await start({ arrivalsPerAddress: { burst: 5, perSecond: 0.5 } })
    const { id } = new Identity()
    for (let i = 0; i < 5; i++) expect((await fetch(`${url}tabcall/challenge?id=${id}`)).status).toBe(200)
    expect((await fetch(`${url}tabcall/challenge?id=${id}`)).status).toBe(429)
    const client = Client.connect({ url, id: 'late' })
    const error = await new Promise<Error>((resolve) => client.socket.once('error', resolve))
    expect(error.message).toContain('429')
    expect((await fetch(`${url}tabcall/health`)).status).toBe(200)
    await pause(2_200)
    await Client.open({ url, id: 'later' })
  })
})

test('one address may hold so many clients and no more, until one goes', async () => {
  const url = await start({ clientsPerAddress: 3 })
  const [first] = await Promise.all(['a', 'b', 'c'].map((id) => Client.open({ url, id })))
  const refused = Client.connect({ url, id: 'd' })
  expect(await refused.closed).toEqual({ code: 4429, reason: 'Too many connections from this address' })
  await first?.close()
  await Client.open({ url, id: 'd' })
})

test('the server as a whole takes so many clients and no more', async () => {
  const url = await start({ clients: 2 })
  await Promise.all(['a', 'b'].map((id) => Client.open({ url, id })))
  const refused = Client.connect({ url, id: 'c' })
  await refused.closed
  expect(refused.messages).toEqual([{ type: 'ERROR', payload: { msg: 'Server has reached its concurrent user limit' } }])
})

test('behind a proxy, and only there, addresses are those that the proxy names last', async () => {
  const from = (address: string) => ({ headers: { 'x-forwarded-for': `1.1.1.1, ${address}` } })
  const url = await start({ clientsPerAddress: 1 }, true)
  await Client.open({ url, id: 'a' }, from('192.0.2.1'))
  await Client.open({ url, id: 'b' }, from('192.0.2.2'))
  expect((await Client.connect({ url, id: 'c' }, from('192.0.2.2')).closed).code).toBe(4429)
  await server?.close()
  const direct = await start({ clientsPerAddress: 1 })
  await Client.open({ url: direct, id: 'a' }, from('192.0.2.1'))
  expect((await Client.connect({ url: direct, id: 'b' }, from('192.0.2.2')).closed).code).toBe(4429)
})

test('a whole call, and five at once, stay within a client’s rate', () => {
  const bucket = new Bucket(DEFAULT_LIMITS.perClient)
  for (let call = 0; call < 4; call++) {
    expect(bucket.take(unitsOf(18_000))).toBe(true)
    for (let i = 0; i < 60; i++) expect(bucket.take(unitsOf(400))).toBe(true)
    for (let i = 0; i < 20; i++) expect(bucket.take(unitsOf(1_200))).toBe(true)
  }
})

test('the table of addresses stays small, whoever they claim to be', () => {
  const buckets = new Buckets({ burst: 2, perSecond: 0.001 })
  for (let i = 0; i < 200_000; i++) buckets.take(`address-${i}`)
  expect(buckets.size).toBeLessThanOrEqual(50_000)
  const quiet = new Buckets({ burst: 2, perSecond: 1e9 })
  quiet.take('somebody')
  quiet.prune()
  expect(quiet.size).toBe(0)
})

test('limits are counted by IPv4 address or IPv6 /64', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
  expect(networkOf('2001:db8:1:2::6')).toBe('2001:db8:1:2')
  expect(networkOf('2001:db8::6')).toBe('2001:db8:0:0')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0')
  expect(networkOf('::1')).toBe('0:0:0:0')
})
