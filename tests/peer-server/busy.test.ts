import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { hashIds } from '../../src/offscreen/call/idList.ts'
import { Client } from './support/client.ts'
import { Identity } from './support/identity.ts'

let server: RunningServer
const callee = new Identity()
const friend = new Identity()
const stranger = new Identity()

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

async function openAs(identity: Identity): Promise<Client> {
  return Client.open({ url: server.url, id: identity.id, token: await identity.token(server.url) })
}

function busyTo(ids: readonly string[]): unknown {
  const salt = randomBytes(16)
  const hashes = ids.map((id) => createHash('sha256').update(salt).update(id).digest('base64url'))
  return { type: 'TABCALL-BUSY', payload: { salt: salt.toString('base64url'), hashes } }
}

/** Whether the server says to this caller that the callee is busy; the offer arrives there in any case. */
async function hearsBusy(caller: Client, target: Client, connectionId: string): Promise<boolean> {
  caller.offer(callee.id, connectionId)
  expect(await target.next('OFFER')).toMatchObject({ src: caller.id, payload: { connectionId } })
  await caller.isServed()
  const said = caller.messages.splice(0).filter(({ type }) => type === 'TABCALL-BUSY')
  if (said.length > 0) {
    expect(said).toEqual([{ type: 'TABCALL-BUSY', src: callee.id, dst: caller.id, payload: { connectionId } }])
  }
  return said.length > 0
}

describe('who is in a call', () => {
  test('is busy to those they name, for as long as they say so, and to nobody else', async () => {
    const [target, known, unknown] = [await openAs(callee), await openAs(friend), await openAs(stranger)]
    expect(await hearsBusy(known, target, 'before')).toBe(false)
    target.send(busyTo([friend.id, 'somebody-else']))
    await target.isServed()
    expect(await hearsBusy(known, target, 'during')).toBe(true)
    expect(await hearsBusy(unknown, target, 'a stranger')).toBe(false)
    target.send({ type: 'TABCALL-BUSY', payload: null })
    await target.isServed()
    expect(await hearsBusy(known, target, 'after')).toBe(false)
    for (const client of [target, known, unknown]) await client.close()
  })

  test('says so in the form that our own client sends; what is none is as if nothing were said', async () => {
    const [target, known] = [await openAs(callee), await openAs(friend)]
    target.send({ type: 'TABCALL-BUSY', payload: await hashIds([friend.id]) })
    await target.isServed()
    expect(await hearsBusy(known, target, 'hashed by the client')).toBe(true)
    for (const payload of [{ salt: 'short', hashes: [] }, { hashes: [friend.id] }, 7]) {
      target.send({ type: 'TABCALL-BUSY', payload })
      await target.isServed()
      expect(await hearsBusy(known, target, 'none')).toBe(false)
    }
    for (const client of [target, known]) await client.close()
  })

  test('tells only of offers, and nothing at all to whom they block', async () => {
    const [target, known] = [await openAs(callee), await openAs(friend)]
    target.send(busyTo([friend.id]))
    const blocks = { ...(await hashIds([friend.id])), kind: 'block' }
    await target.isServed()
    known.send({ type: 'CANDIDATE', dst: callee.id, payload: { connectionId: 'late' } })
    await target.next('CANDIDATE')
    await known.isServed()
    expect(known.messages.filter(({ type }) => type === 'TABCALL-BUSY')).toEqual([])
    target.send({ type: 'TABCALL-BLOCKS', payload: blocks })
    await target.isServed()
    known.offer(callee.id, 'blocked')
    expect(await known.next('EXPIRE')).toMatchObject({ src: callee.id, payload: { connectionId: 'blocked' } })
    expect(known.messages.filter(({ type }) => type === 'TABCALL-BUSY')).toEqual([])
    for (const client of [target, known]) await client.close()
  })

  test('has said nothing yet when they come back: they know best whether they still are', async () => {
    const [first, known] = [await openAs(callee), await openAs(friend)]
    first.send(busyTo([friend.id]))
    await first.isServed()
    const again = await openAs(callee)
    expect(await hearsBusy(known, again, 'again')).toBe(false)
    for (const client of [again, known]) await client.close()
  })
})
