import { networkInterfaces } from 'node:os'
import { randomId } from '../../../src/identity/base64url.ts'
import { launchChromium } from '../chromium.ts'
import { BareSocket } from '../hostile/bareSocket.ts'
import { startHostileCall } from '../hostile/hostileCall.ts'
import { HostileClient } from '../hostile/hostileClient.ts'
import { channelJunk, junkFor } from '../hostile/junk.ts'
import { fakeSdp, makeHostileSigner, makePlainRing, makeRing } from '../hostile/messages.ts'
import { sleep } from '../wait.ts'
import type { Attack, Ground } from './attack.ts'

/** Time for an answer to come back. */
const ANSWER_MS = 1_500
const FLOOD_SECONDS = 5
const RINGS_A_SECOND = 300
/** No more than 30 strangers a minute ring: so often each one does. */
const KNOCK_EVERY_MS = 2_200
/** A person needs this long to see a ring and take it. */
const ACCEPT_MS = 10_000

export const BY_CLIENT: Readonly<Record<string, Attack>> = {
  knock: {
    kind: 'client',
    tries: 'rings and goes away, --times N times, each time as somebody new, luring with its own address',
    async run({ server, id, times, say }) {
      const lure = ownAddress()
      let rang = 0
      for (let time = 0; time < times; time++) {
        const next = sleep(KNOCK_EVERY_MS)
        const client = await HostileClient.open(server)
        const ring = await client.ring(id, { sdp: fakeSdp(lure), name: 'Knock' })
        const answered = await client.socket.next('CANDIDATE', ANSWER_MS).then(
          () => true,
          () => false,
        )
        if (answered) rang += 1
        await client.control(id, ring, { type: 'cancel' })
        const { ANSWER = 0 } = client.heard()
        if (ANSWER > 0) say('It answered a stranger before anybody accepted: its address is known now.')
        await client.close()
        await next
      }
      say(
        `It rang ${rang} of ${times} times. Nothing of its address came by signaling; watch UDP port 40404 of ${lure} for the rest.`,
      )
    },
  },
  ring: {
    kind: 'client',
    tries: 'rings once, luring with its own address, and waits a minute to be accepted',
    async run({ server, id, say }) {
      const client = await HostileClient.open(server)
      const ring = await client.ring(id, { sdp: fakeSdp(ownAddress()), name: 'Ring' })
      const alive = setInterval(() => void client.control(id, ring, { type: 'keepAlive' }), 3_000)
      say(`Rings as ${client.id}.`)
      const accepted = await client.socket.next('ANSWER', 60_000).then(
        () => true,
        () => false,
      )
      clearInterval(alive)
      say(accepted ? 'It was accepted.' : 'It was not accepted.')
      await sleep(ANSWER_MS)
      await client.close()
    },
  },
  junk: {
    kind: 'client',
    tries: 'sends offers, answers, candidates and control messages that are wrong in every place',
    async run(ground) {
      const client = await HostileClient.open(ground.server)
      const junk = await junkFor(client.signer, ground.id, null)
      for (const message of junk) client.send(message)
      await report(ground, client, `${junk.length} messages`)
    },
  },
  flood: {
    kind: 'client',
    tries: 'rings 300 times a second from one ID',
    run: (ground) => flood(ground, 1),
  },
  'flood-many': {
    kind: 'client',
    tries: 'rings 300 times a second from 300 IDs',
    run: (ground) => flood(ground, 300),
  },
  replay: {
    kind: 'client',
    tries: 'rings, gives up, and sends the very same offer again',
    async run(ground) {
      const client = await HostileClient.open(ground.server)
      const ring = await client.ring(ground.id)
      await sleep(ANSWER_MS)
      await client.control(ground.id, ring, { type: 'cancel' })
      const { ringing: before = 0 } = client.heard()
      client.send(ring.message)
      await sleep(ANSWER_MS)
      const { ringing = 0 } = client.heard()
      ground.say(
        ringing > before ? 'The replayed offer rang.' : `The first rang ${before > 0 ? 'once' : 'nowhere'}, the replay nowhere.`,
      )
      await client.close()
    },
  },
  'claims-plain': {
    kind: 'client',
    tries: 'calls as a plain PeerJS client from a Tabcall ID',
    async run(ground) {
      const client = await HostileClient.open(ground.server)
      client.send(makePlainRing(ground.id))
      await sayWhetherAccepted(ground, client.socket)
      await client.close()
    },
  },
  lookalike: {
    kind: 'client',
    tries: 'rings as a plain client, and as a Tabcall, from an ID that reads like the victim’s own',
    async run(ground) {
      const id = ground.id.toLowerCase()
      const socket = await BareSocket.open(ground.server, id, randomId())
      socket.send(makePlainRing(ground.id))
      socket.send((await makeRing(await makeHostileSigner(), ground.id)).message)
      ground.say(`Rings as ${id}.`)
      await sayWhetherAccepted(ground, socket)
      await socket.close()
    },
  },
  'channel-junk': {
    kind: 'client',
    tries: 'rings from a browser, and once accepted sends junk of every kind on the channel of the call',
    async run({ server, id, say }) {
      const { context, close } = await launchChromium()
      const client = await HostileClient.open(server)
      say(`Rings as ${client.id}: accept it within half a minute.`)
      try {
        const call = await startHostileCall(await context.newPage(), client, id)
        const junk = channelJunk(call.callId)
        for (let times = 0; times < 5; times++) await call.say(junk)
        await sleep(ANSWER_MS)
        say(`After ${5 * junk.length} texts of junk the call ${(await call.isOpen()) ? 'goes on' : 'is over'}.`)
        await call.sayProperly({ type: 'hangUp', cause: 'hangup' })
        await call.close()
      } finally {
        await client.close()
        await close()
      }
    },
  },
  names: {
    kind: 'client',
    tries: 'rings under a name with markup and direction controls, with a clock a day off',
    async run(ground) {
      const client = await HostileClient.open(ground.server)
      await client.ring(ground.id, { name: '\u202e<img src=x onerror=alert(1)>\u2066 <b>', time: Date.now() - 86_400_000 })
      await report(ground, client, 'a ring')
    },
  },
}

async function sayWhetherAccepted({ say }: Ground, socket: BareSocket): Promise<void> {
  const accepted = await socket.next('ANSWER', ACCEPT_MS).then(
    () => true,
    () => false,
  )
  const came = (type: string) => socket.received.some((message) => message.type === type)
  if (accepted) say('It was accepted: it must have rung.')
  else if (came('EXPIRE')) say('The server says that nobody is there under that ID.')
  else if (came('CANDIDATE')) say('Something came back, but no answer: it may have rung.')
  else say('Nothing came back, and nobody could accept anything: it rang nowhere.')
}

async function flood(ground: Ground, count: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: count }, () => HostileClient.open(ground.server)))
  let sent = 0
  const until = Date.now() + FLOOD_SECONDS * 1_000
  while (Date.now() < until) {
    const second = Date.now()
    for (let ring = 0; ring < RINGS_A_SECOND; ring++, sent++) await clients[sent % count]?.ring(ground.id)
    await sleep(Math.max(0, 1_000 - (Date.now() - second)))
  }
  await sleep(ANSWER_MS)
  const cutOff = clients.filter(({ socket }) => !socket.isOpen).length
  const rang = clients.reduce((sum, client) => sum + (client.heard().ringing ?? 0), 0)
  ground.say(`${sent} rings from ${count} IDs: it rang ${rang} times, and the server cut off ${cutOff} of them.`)
  for (const client of clients) await client.close()
}

async function report({ say }: Ground, client: HostileClient, what: string): Promise<void> {
  await sleep(ANSWER_MS)
  const heard = Object.entries(client.heard()).filter(([kind]) => kind !== 'OPEN' && kind !== 'TABCALL-HELLO')
  say(`Sent ${what}. Came back: ${heard.map(([kind, count]) => `${kind} ${count} times`).join(', ') || 'nothing'}.`)
  say(client.socket.isOpen ? 'The server still serves this client.' : 'The server cut this client off.')
  await client.close()
}

/** An address of this machine that others reach; loopback where there is no other. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}
