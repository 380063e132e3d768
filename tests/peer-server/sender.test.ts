import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { Client, pause } from './support/client.ts'
import { Identity } from './support/identity.ts'
import { ServerProcess } from './support/processes.ts'

let server: RunningServer
let stock: ServerProcess

beforeAll(async () => {
  server = await startServer()
  stock = ServerProcess.stock()
})
afterAll(async () => {
  await server.close()
  await stock.stop()
})

describe('who a message is from', () => {
  test('is always the registered ID, whatever it says', async () => {
    const target = await Client.open({ url: server.url, id: 'target' })
    const sender = await Client.open({ url: server.url, id: 'sender' })
    for (const src of ['target', 'nobody', null, 5, { id: 'x' }]) {
      sender.send({ type: 'OFFER', src, dst: 'target', payload: {} })
      expect((await target.next('OFFER')).src).toBe('sender')
    }
    await target.close()
    await sender.close()
  })

  test('after LEAVE the stock PeerServer still relays under the ID, though another has it', async () => {
    const url = await stock.url()
    const target = await Client.open({ url, id: 'target' })
    const old = await Client.open({ url, id: 'left' })
    old.send({ type: 'LEAVE' })
    await pause(100)
    await Client.open({ url, id: 'left', token: 'new owner' })
    old.offer('target', 'by the old one')
    expect(await target.next('OFFER')).toMatchObject({ src: 'left', payload: { connectionId: 'by the old one' } })
  })

  test('after LEAVE nothing is heard here, and the new owner keeps the ID when the old socket is cut off', async () => {
    const target = await Client.open({ url: server.url, id: 'target' })
    const old = await Client.open({ url: server.url, id: 'left' })
    old.send({ type: 'LEAVE' })
    old.offer('target', 'by the old one')
    // It does not see the close frame, and so outlives the new owner's arrival.
    old.socket.pause()
    target.offer('left')
    await target.next('EXPIRE')
    const owner = await Client.open({ url: server.url, id: 'left', token: 'new owner' })
    await pause(1_500)
    old.socket.resume()
    expect((await old.closed).code).toBe(1000)
    owner.offer('target', 'by the owner')
    expect(await target.next('OFFER')).toMatchObject({ payload: { connectionId: 'by the owner' } })
    target.offer('left')
    await owner.next('OFFER')
    await target.close()
    await owner.close()
  })

  test('after a takeover nothing more of the older connection is relayed, though it sends on', async () => {
    const identity = new Identity()
    const { url } = server
    const target = await Client.open({ url, id: 'target' })
    const older = await Client.open({ url, id: identity.id, token: await identity.token(url) })
    const stubborn = setInterval(() => older.socket.readyState === older.socket.OPEN && older.offer('target', 'older'), 1)
    await target.next('OFFER')
    const newer = await Client.open({ url, id: identity.id, token: await identity.token(url) })
    // What was relayed before the takeover has arrived by then.
    expect(await target.isServed()).toBe(true)
    target.messages.length = 0
    await older.closed
    clearInterval(stubborn)
    newer.offer('target', 'newer')
    expect(await target.next('OFFER')).toMatchObject({ src: identity.id, payload: { connectionId: 'newer' } })
    expect(target.messages).toEqual([])
    await target.close()
    await newer.close()
  })
})
