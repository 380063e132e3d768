import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../../peer-server/server.ts'
import { type Likelihoods, likelihoods, toldApart } from '../peer-server/support/statistics.ts'
import { becomeReady, button } from '../support/acts.ts'
import { BOB } from '../support/chromium.ts'
import type { Received } from '../support/hostile/bareSocket.ts'
import { HostileClient } from '../support/hostile/hostileClient.ts'
import { controlBody, makeHostileSigner, makePlainRing, makeRing, makeSignaledControl } from '../support/hostile/messages.ts'
import { tellBackground } from '../support/hostile/watch.ts'
import { median } from '../support/median.ts'
import { type Person, seeRing, startPerson } from '../support/pair.ts'
import { type SignalingServer, startStockServer } from '../support/servers.ts'
import { sleep, waitUntil } from '../support/wait.ts'

const TRIALS = 200
/** One takes six seconds; in each of them this many who really are not there are asked too. */
const STOCK_TRIALS = 12
const ABSENT_PER_TRIAL = 10
/** Longer than a stock server takes to give a message up. */
const GIVEN_UP_MS = 7_000

/** What came back to a ring, and when. */
interface Answer {
  readonly text: string
  readonly ms: number
  readonly at: number
}

let bob: Person
let mallory: HostileClient

/** The words of an answer, whoever is said not to be there. */
function wordsOf(message: Received, id: string, connectionId: string): string {
  return JSON.stringify(message).replace(id, 'ID').replace(connectionId, 'CONNECTION')
}

/** Rings somebody, properly signed, and waits until it is said that they are not there. */
async function ring(id: string): Promise<Answer> {
  const { message, connectionId } = await makeRing(mallory.signer, id)
  const sentAt = performance.now()
  mallory.send(message)
  const answer = await mallory.socket.next('EXPIRE', GIVEN_UP_MS, ({ src }) => src === id)
  const at = performance.now()
  return { text: wordsOf(answer, id, connectionId), ms: at - sentAt, at }
}

function compare(there: readonly Answer[], absent: readonly Answer[]): Likelihoods {
  expect(new Set([...there, ...absent].map(({ text }) => text)).size).toBe(1)
  const [times, others] = [there.map(({ ms }) => ms), absent.map(({ ms }) => ms)]
  const phase = ({ at }: Answer) => at % 1_000
  return likelihoods(times, others, { one: there.map(phase), other: absent.map(phase) })
}

/** That Bob was there all the time. */
async function expectToBeThere(): Promise<void> {
  await tellBackground(bob, { type: 'setBlocked', id: mallory.id, blocked: false })
  await bob.configure({ whoMayRing: 'everyone' })
  await sleep(500)
  await mallory.ring(bob.peerId)
  await button(await seeRing(bob), 'Decline').click()
  await becomeReady(bob)
}

describe('on our own server', () => {
  let server: RunningServer
  beforeAll(async () => {
    // Whoever tries 400 times in a few seconds is cut off otherwise.
    server = await startServer({ limits: { perClient: { burst: 1e9, perSecond: 1e9 } } })
    bob = await startPerson({ devices: BOB, server: server.url })
    mallory = await HostileClient.open(server.url)
  })
  afterEach(expectToBeThere)
  afterAll(async () => {
    await mallory?.close()
    await bob?.close()
    await server?.close()
  })

  it.each([
    ['somebody blocked', () => tellBackground(bob, { type: 'setBlocked', id: mallory.id, blocked: true })],
    ['a stranger, when only contacts may ring,', () => bob.configure({ whoMayRing: 'contacts' })],
  ])('%s gets the words and times of nobody being there: 200 trials each', async (_, keepOut) => {
    await keepOut()
    await waitUntil('the server turns them away', async () => (await ring(bob.peerId).catch(() => null)) !== null)
    const absent = (await makeHostileSigner()).id
    const look = async (trials: number): Promise<Likelihoods> => {
      const [there, nowhere]: [Answer[], Answer[]] = [[], []]
      for (let trial = 0; trial < trials; trial++) {
        // Which one is first alternates, so that a pause of the machine meets both alike.
        if (trial % 2 === 0) nowhere.push(await ring(absent))
        there.push(await ring(bob.peerId))
        if (trial % 2 === 1) nowhere.push(await ring(absent))
      }
      const slower = there.map(({ ms }) => ms + 0.3 * median(nowhere.map((answer) => answer.ms)))
      expect(
        likelihoods(
          slower,
          nowhere.map(({ ms }) => ms),
        ).rank,
      ).toBeLessThan(0.01)
      return compare(there, nowhere)
    }
    for (let warming = 0; warming < 50; warming++) await ring(absent)
    expect(await toldApart(look, TRIALS)).toEqual({})
  })
})

describe('on a stock server', () => {
  let server: SignalingServer
  // It closes whoever is silent for 90 s.
  const heartbeat = setInterval(() => mallory?.send({ type: 'HEARTBEAT' }), 5_000)
  beforeAll(async () => {
    server = await startStockServer()
    bob = await startPerson({ devices: BOB, server: server.url })
    mallory = await HostileClient.open(server.url)
    await tellBackground(bob, { type: 'setBlocked', id: mallory.id, blocked: true })
  })
  afterAll(async () => {
    clearInterval(heartbeat)
    await expectToBeThere()
    await mallory?.close()
    await bob?.close()
    await server?.stop()
  })

  it('somebody blocked gets the words and times of nobody being there', async () => {
    const look = async (trials: number): Promise<Likelihoods> => {
      const [there, nowhere]: [Answer[], Answer[]] = [[], []]
      for (let trial = 0; trial < trials; trial++) {
        const absent = await Promise.all(Array.from({ length: ABSENT_PER_TRIAL }, async () => (await makeHostileSigner()).id))
        // At any time of the server's second.
        const pauses = [bob.peerId, ...absent].map(() => 1_000 * Math.random())
        const [first, ...others] = await Promise.all(
          [bob.peerId, ...absent].map(async (id, i) => {
            await sleep(pauses[i] ?? 0)
            return ring(id)
          }),
        )
        if (first) there.push(first)
        nowhere.push(...others)
      }
      const { rank = 0, shape = 0 } = compare(there, nowhere)
      // Not by phase: PRIVACY.md says what a stock server gives away.
      return { rank, shape }
    }
    expect(await toldApart(look, STOCK_TRIALS)).toEqual({})
  }, 300_000)

  it('and so for the thirtieth ring, for repeated, broken and stray messages: as many answers, in the same words', async () => {
    const absent = (await makeHostileSigner()).id
    const round = async (id: string): Promise<void> => {
      const { message, connectionId, callId } = await makeRing(mallory.signer, id)
      for (let times = 0; times < 30; times++) mallory.send((await makeRing(mallory.signer, id)).message)
      for (let times = 0; times < 3; times++) mallory.send(message)
      mallory.send({ type: 'OFFER', dst: id })
      mallory.send({ type: 'OFFER', dst: id, payload: 'x'.repeat(200_000) })
      mallory.send(makePlainRing(id))
      mallory.send(await makeSignaledControl(mallory.signer, id, connectionId, controlBody(callId, { type: 'cancel' })))
    }
    const alone = async (message: unknown) => {
      const before = mallory.socket.received.length
      for (const id of [bob.peerId, absent]) mallory.send({ ...Object(message), dst: id })
      await sleep(GIVEN_UP_MS)
      return countOf(before)
    }
    const countOf = (before: number) => {
      const heard = mallory.socket.received.slice(before)
      return [bob.peerId, absent].map((id) => heard.filter(({ src }) => src === id).map((message) => wordsOf(message, id, '')))
    }
    for (let times = 0; times < 2; times++) {
      const before = mallory.socket.received.length
      for (const id of [bob.peerId, absent]) await round(id)
      await sleep(GIVEN_UP_MS)
      const [there, nowhere] = countOf(before)
      expect(there).toEqual(nowhere)
      expect(there).toHaveLength(1)
    }
    for (const [type, count] of [
      ['ANSWER', 1],
      ['CANDIDATE', 1],
      ['LEAVE', 0],
      ['EXPIRE', 0],
    ] as const) {
      const [there, nowhere] = await alone({ type, payload: { connectionId: 'c'.repeat(22) } })
      expect(there, type).toEqual(nowhere)
      expect(there, type).toHaveLength(count)
    }
  })
})
