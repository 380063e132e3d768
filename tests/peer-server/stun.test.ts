import { randomBytes } from 'node:crypto'
import { createSocket, type Socket, type SocketType } from 'node:dgram'
import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../peer-server/limits.ts'
import { type StunResponder, startStun } from '../../peer-server/stun.ts'
import { answerBinding } from '../../peer-server/stunMessage.ts'
import { pause } from './support/client.ts'

const UNLIMITED = { burst: 1e9, perSecond: 1e9 }

function bindingRequest(attributes = Buffer.alloc(0), id = randomBytes(12)): Buffer {
  const head = Buffer.from([0, 1, attributes.length >> 8, attributes.length & 255, 0x21, 0x12, 0xa4, 0x42])
  return Buffer.concat([head, id, attributes])
}

let socket: Socket | undefined
afterEach(() => {
  socket?.close()
  socket = undefined
})

async function openSocket(type: SocketType): Promise<Socket> {
  socket = createSocket(type)
  socket.bind(0)
  await once(socket, 'listening')
  return socket
}

async function ask(from: Socket, request: Buffer, port: number, address: string): Promise<Buffer> {
  const answer = once(from, 'message')
  from.send(request, port, address)
  const [bytes]: unknown[] = await Promise.race([answer, pause(1_000).then(() => [null])])
  if (!Buffer.isBuffer(bytes)) throw new Error('No answer')
  return bytes
}

describe('the STUN responder', () => {
  let stun: StunResponder
  beforeAll(async () => {
    stun = await startStun(undefined, 0, UNLIMITED)
  })
  afterAll(() => stun.close())

  test('tells an IPv4 client its address, on the socket that takes both', async () => {
    const client = await openSocket('udp4')
    const request = bindingRequest()
    const answer = await ask(client, request, stun.port, '127.0.0.1')
    const head = Buffer.concat([Buffer.from([1, 1, 0, 12]), request.subarray(4)])
    const port = client.address().port ^ 0x2112
    const address = [0x21 ^ 127, 0x12, 0xa4, 0x42 ^ 1]
    expect(answer).toEqual(Buffer.concat([head, Buffer.from([0, 0x20, 0, 8, 0, 1, port >> 8, port & 255, ...address])]))
  })

  test('tells an IPv6 client its address', async () => {
    const client = await openSocket('udp6')
    const request = bindingRequest()
    const answer = await ask(client, request, stun.port, '::1')
    expect(answer.subarray(0, 4)).toEqual(Buffer.from([1, 1, 0, 24]))
    const mask = request.subarray(4)
    const address = answer.subarray(28).map((byte, i) => byte ^ mask.readUInt8(i))
    expect(Buffer.from(address).toString('hex')).toBe('00000000000000000000000000000001')
    expect(answer.readUInt16BE(26) ^ 0x2112).toBe(client.address().port)
  })

  test('gives junk no answer, and goes on', async () => {
    const client = await openSocket('udp4')
    const request = bindingRequest()
    const junk: Buffer[] = [
      Buffer.alloc(0),
      randomBytes(20),
      request.subarray(0, 19),
      Buffer.concat([request, Buffer.from([0])]),
      Buffer.concat([Buffer.from([0, 1, 0, 0]), randomBytes(16)]),
      // Indication, success response, error response, TURN Allocate.
      ...[0x0011, 0x0101, 0x0111, 0x0003].map((type) => {
        const other = bindingRequest()
        other.writeUInt16BE(type, 0)
        return other
      }),
      bindingRequest(Buffer.from([0x80, 0x22, 0xff, 0xff])),
      bindingRequest(Buffer.from([0x80, 0x22])),
      bindingRequest(Buffer.alloc(60_000)),
    ]
    let answers = 0
    client.on('message', () => {
      answers += 1
    })
    for (const bytes of junk) client.send(bytes, stun.port, '127.0.0.1')
    await pause(100)
    expect(answers).toBe(0)
    await ask(client, bindingRequest(), stun.port, '127.0.0.1')
  })

  test('names what it would have to understand and does not (420)', async () => {
    const client = await openSocket('udp4')
    const changeRequest = Buffer.from([0, 3, 0, 4, 0, 0, 0, 6])
    const software = Buffer.from([0x80, 0x22, 0, 3, 0x61, 0x62, 0x63, 0])
    const request = bindingRequest(Buffer.concat([software, changeRequest]))
    const answer = await ask(client, request, stun.port, '127.0.0.1')
    const attributes = Buffer.from([0, 9, 0, 4, 0, 0, 4, 20, 0, 10, 0, 2, 0, 3, 0, 0])
    expect(answer).toEqual(Buffer.concat([Buffer.from([1, 0x11, 0, 16]), request.subarray(4, 20), attributes]))
    const known = await ask(client, bindingRequest(software), stun.port, '127.0.0.1')
    expect(known.readUInt16BE(0)).toBe(0x0101)
  })

  test('listens on the host it is given alone', async () => {
    const local = await startStun('127.0.0.1', 0, UNLIMITED)
    const client = await openSocket('udp6')
    await expect(ask(client, bindingRequest(), local.port, '::1')).rejects.toThrow('No answer')
    await local.close()
  })
})

test('an address gets so many answers and no more: nobody is worth pretending to be', async () => {
  const stun = await startStun('127.0.0.1', 0, { burst: 10, perSecond: 0.001 })
  const client = await openSocket('udp4')
  let answers = 0
  client.on('message', () => {
    answers += 1
  })
  for (let i = 0; i < 100; i++) client.send(bindingRequest(), stun.port, '127.0.0.1')
  await pause(300)
  expect(answers).toBe(10)
  expect(DEFAULT_LIMITS.stunPerAddress.perSecond).toBeLessThanOrEqual(50)
  await stun.close()
})

describe('an answer', () => {
  const id = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex')

  test.each([
    ['192.0.2.1', '002000080001a147e112a643'],
    ['2001:db8:1234:5678:11:2233:4455:6677', '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9'],
  ])('to %s holds the XOR-MAPPED-ADDRESS of RFC 5769', (address, attribute) => {
    expect(answerBinding(bindingRequest(undefined, id), address, 32853)?.subarray(20).toString('hex')).toBe(attribute)
  })

  test('is never larger than the request by more than the address asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(0xffff), fc.uint8Array({ maxLength: 40 })), { maxLength: 12 }), (list) => {
        const attributes = list.map(([type, value]) => {
          const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
          bytes.writeUInt16BE(type, 0)
          bytes.writeUInt16BE(value.length, 2)
          bytes.set(value, 4)
          return bytes
        })
        const request = bindingRequest(Buffer.concat(attributes))
        const answer = answerBinding(request, '2001:db8::1', 4000)
        expect(answer === null).toBe(request.length > 548)
        expect(answer?.length ?? 0).toBeLessThanOrEqual(request.length + 24)
      }),
    )
  })

  test('or none comes of any bytes whatever, in no time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), fc.boolean(), (bytes, isHeaded) => {
        const request = isHeaded ? bindingRequest(Buffer.from(bytes)) : Buffer.from(bytes)
        const startedAt = performance.now()
        answerBinding(request, '192.0.2.1', 4000)
        expect(performance.now() - startedAt).toBeLessThan(50)
      }),
      { numRuns: 1_000 },
    )
  })
})
