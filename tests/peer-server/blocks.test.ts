import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { makeBlockList } from '../../src/offscreen/call/blockList.ts'
import { median } from '../support/median.ts'
import { Client } from './support/client.ts'
import { Identity } from './support/identity.ts'
import { likelihoods, toldApart } from './support/statistics.ts'

let server: RunningServer
const callee = new Identity()
const blocked = new Identity()
const friend = new Identity()

beforeAll(async () => {
  server = await startServer({ limits: { perClient: { burst: 1e9, perSecond: 1e9 } } })
})
afterAll(() => server.close())

async function openAs(identity: Identity): Promise<Client> {
  return Client.open({ url: server.url, id: identity.id, token: await identity.token(server.url) })
}

function blocksOf(ids: readonly string[], kind?: 'block' | 'allow'): unknown {
  const salt = randomBytes(16)
  const hashes = ids.map((id) => createHash('sha256').update(salt).update(id).digest('base64url'))
  return { type: 'TABCALL-BLOCKS', payload: { salt: salt.toString('base64url'), hashes, kind } }
}

/** When an answer came, and after how long. */
interface Answer {
  readonly at: number
  readonly ms: number
}

/** As many as a client may block, one of them the blocked one. */
function longList(): readonly string[] {
  return [...Array.from({ length: 1_999 }, (_, i) => `somebody-${i}`), blocked.id]
}

describe('a blocked caller', () => {
  test('sees what it sees when the callee is offline, and the callee sees nothing', async () => {
    const [caller, other] = [await openAs(blocked), await openAs(friend)]
    caller.offer(callee.id, 'offline')
    const offline = await caller.next('EXPIRE')

    const target = await openAs(callee)
    target.send(blocksOf(longList()))
    await target.isServed()
    target.messages.length = 0
    for (const type of ['ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE']) caller.send({ type, dst: callee.id, payload: {} })
    caller.offer(callee.id, 'offline')
    expect(await caller.next('EXPIRE')).toEqual(offline)
    expect(await caller.isServed()).toBe(true)
    expect(caller.messages.filter(({ type }) => type === 'EXPIRE')).toEqual([])
    other.offer(callee.id, 'from a friend')
    expect(await target.next('OFFER')).toMatchObject({ src: friend.id })
    expect(target.messages).toEqual([])

    await target.close()
    await other.close()
    await caller.close()
  })

  test('is let through again by a list without them; a list that is none changes nothing', async () => {
    const [caller, target] = [await openAs(blocked), await openAs(callee)]
    target.send(blocksOf([blocked.id]))
    const tooLong = Array.from({ length: 2_001 }, (_, i) => `somebody-${i}`)
    target.send(blocksOf(tooLong))
    target.send({ type: 'TABCALL-BLOCKS', payload: { salt: 'short', hashes: [] } })
    await target.isServed()
    caller.offer(callee.id)
    await caller.next('EXPIRE')
    target.send(blocksOf(['somebody-else']))
    await target.isServed()
    caller.offer(callee.id)
    expect(await target.next('OFFER')).toMatchObject({ src: blocked.id })
    await target.close()
    await caller.close()
  })

  test('stays blocked over a reconnect and a takeover, before the list is sent again', async () => {
    const caller = await openAs(blocked)
    const first = await openAs(callee)
    first.send(blocksOf([blocked.id]))
    await first.isServed()
    const second = await openAs(callee)
    caller.offer(callee.id)
    await caller.next('EXPIRE')
    await second.close()
    await caller.close()
  })

  test.each([
    ['a blocked one', 'block', longList()],
    ['a stranger, when only contacts may ring,', 'allow', longList().slice(0, -1)],
  ] as const)('%s cannot tell by time: 200 trials each, interleaved', async (_, kind, ids) => {
    const caller = await openAs(blocked)
    const target = await openAs(callee)
    target.send(await makeBlockList({ kind, ids }))
    await target.isServed()
    const absent = new Identity().id
    const time = async (dst: string): Promise<Answer> => {
      const sentAt = performance.now()
      caller.offer(dst)
      await caller.next('EXPIRE')
      const at = performance.now()
      return { at, ms: at - sentAt }
    }
    const look = async (trials: number) => {
      const [offline, whileBlocked]: [Answer[], Answer[]] = [[], []]
      for (let i = 0; i < trials; i++) {
        // Which one is first alternates, so that a pause of the machine meets both alike.
        if (i % 2 === 0) offline.push(await time(absent))
        whileBlocked.push(await time(callee.id))
        if (i % 2 === 1) offline.push(await time(absent))
      }
      const [one, other] = [whileBlocked.map(({ ms }) => ms), offline.map(({ ms }) => ms)]
      // The tests see a fifth of an answer's time.
      expect(
        likelihoods(
          one.map((ms) => ms + 0.2 * median(other)),
          other,
        ).rank,
      ).toBeLessThan(0.01)
      return likelihoods(one, other, {
        one: whileBlocked.map(({ at }) => at % 1_000),
        other: offline.map(({ at }) => at % 1_000),
      })
    }
    for (let i = 0; i < 100; i++) await time(absent)
    expect(await toldApart(look, 200)).toEqual({})
    await target.close()
    await caller.close()
  })
})

describe('a callee that only contacts may ring', () => {
  test('looks offline to strangers, rings for contacts, and hears the answers of strangers it calls itself', async () => {
    const [stranger, contact] = [await openAs(blocked), await openAs(friend)]
    stranger.offer(callee.id, 'cold')
    const offline = await stranger.next('EXPIRE')

    const target = await openAs(callee)
    target.send(blocksOf([friend.id], 'allow'))
    await target.isServed()
    target.messages.length = 0
    stranger.offer(callee.id, 'cold')
    expect(await stranger.next('EXPIRE')).toEqual(offline)
    contact.offer(callee.id, 'from a contact')
    expect(await target.next('OFFER')).toMatchObject({ src: friend.id })
    stranger.send({ type: 'ANSWER', dst: callee.id, payload: { connectionId: 'called' } })
    expect(await target.next('ANSWER')).toMatchObject({ src: blocked.id })
    expect(target.messages).toEqual([])

    target.send({ type: 'TABCALL-BLOCKS', payload: { salt: 'A'.repeat(22), hashes: [], kind: 'all' } })
    await target.isServed()
    stranger.offer(callee.id, 'cold')
    await stranger.next('EXPIRE')
    await target.close()
    await contact.close()
    await stranger.close()
  })
})

test('a client that turns somebody away itself says what the server says when nobody is there', async () => {
  const [caller, target] = [await openAs(friend), await openAs(callee)]
  caller.offer(blocked.id, 'somewhere')
  const offline = await caller.next('EXPIRE')
  // As `src/offscreen/call/absence.ts` writes it.
  target.send({ type: 'EXPIRE', src: callee.id, dst: friend.id, payload: { connectionId: 'somewhere' } })
  const turnedAway = await caller.next('EXPIRE')
  expect(JSON.stringify(turnedAway)).toBe(JSON.stringify(offline).replace(blocked.id, callee.id))
  await target.close()
  await caller.close()
})
