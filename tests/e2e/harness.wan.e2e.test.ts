import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, run } from '../support/processes.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

const ECHO = `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('0.0.0.0', 7777))
print('ready', flush=True)
while True:
    data, sender = s.recvfrom(100)
    s.sendto(data, sender)
`
const PROBE = `
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(0.5)
began = time.time()
try:
    s.sendto(b'x', (sys.argv[1], 7777))
    s.recv(10)
    print((time.time() - began) * 1000)
except OSError:
    print('lost')
`
const DELAY_MS = 40

describe.skipIf(!wanPossible)('the emulated network', () => {
  let wan: Wan<'alice' | 'bob'>
  let echo: Running
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob'], { delay: DELAY_MS })
    echo = run(['python3', '-c', ECHO], { place: wan.hosts.bob })
    await echo.firstLine((line) => line === 'ready' || null)
  })
  afterAll(async () => {
    await echo.stop()
    await wan.close()
  })

  /** The time to bob and back in milliseconds, or null. */
  function roundTrip(address = wan.hosts.bob.address): number | null {
    const [program = '', ...args] = wan.hosts.alice.command(['python3', '-c', PROBE, address])
    const answer = execFileSync(program, args, { encoding: 'utf8' }).trim()
    return answer === 'lost' ? null : Number(answer)
  }

  it('delays each way', () => {
    expect(roundTrip()).toBeGreaterThan(2 * DELAY_MS - 2)
    expect(roundTrip()).toBeLessThan(2 * DELAY_MS + 200)
  })

  it('unplugs a host and plugs it in again', async () => {
    await wan.cut('bob')
    expect(roundTrip()).toBeNull()
    await wan.join('bob')
    expect(roundTrip()).not.toBeNull()
  })

  it('drops UDP', async () => {
    await wan.udp(false)
    expect(roundTrip()).toBeNull()
    await wan.udp(true)
    expect(roundTrip()).not.toBeNull()
  })

  it('blocks a pair', async () => {
    await wan.block('alice', 'bob')
    expect(roundTrip()).toBeNull()
    await wan.unblock('alice', 'bob')
    expect(roundTrip()).not.toBeNull()
  })

  it('gives a host a new address', async () => {
    const old = wan.hosts.bob.address
    await wan.renumber('bob')
    expect(roundTrip(old)).toBeNull()
    expect(roundTrip()).not.toBeNull()
  })
})
