import { networkInterfaces } from 'node:os'
import { HostileClient } from './hostile/hostileClient.ts'
import { type Meddler, type Relayed, startHostileServer } from './hostile/hostileServer.ts'
import { junkFor } from './hostile/junk.ts'
import { delayer, dropper, reorderer, repeater, rewriter } from './hostile/meddlers.ts'
import { fakeSdp, makePlainRing } from './hostile/messages.ts'
import { sleep } from './wait.ts'

/** Where an attack is aimed, as given by hand. */
export interface Ground {
  /** The signaling server at which the other one is, as in its options. */
  readonly server: string
  /** The ID to attack. */
  readonly id: string
  /** Where a hostile server listens. */
  readonly port: number
  readonly times: number
  say(text: string): void
}

export interface Attack {
  readonly tries: string
  /** `client`: against an ID at a server. `server`: is a server, for two Tabcalls to be pointed at. */
  readonly kind: 'client' | 'server'
  run(ground: Ground): Promise<void>
}

/** Time for an answer to come back. */
const ANSWER_MS = 1_500
const FLOOD_SECONDS = 5
const RINGS_A_SECOND = 300

export const ATTACKS: Readonly<Record<string, Attack>> = {
  knock: {
    kind: 'client',
    tries: 'rings and goes away, --times N times, each time as somebody new, luring with its own address',
    async run({ server, id, times, say }) {
      const lure = ownAddress()
      let rang = 0
      for (let time = 0; time < times; time++) {
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
      await report(ground, client, 'a plain call')
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
  'rewrite-offers': server('puts another fingerprint into every offer', rewriter('OFFER')),
  'rewrite-answers': server('puts another fingerprint into every answer', rewriter('ANSWER')),
  repeat: server('delivers everything three times', repeater(3, 500)),
  reorder: server('lets messages overtake each other by up to 2 s', reorderer(2_000)),
  drop: server('loses every fifth message', dropper(0.2)),
  delay: server('holds everything for 5 s', delayer(5_000)),
  'delay-minute': server('holds everything for a minute', delayer(60_000)),
}

function server(tries: string, meddler: Meddler): Attack {
  return {
    kind: 'server',
    tries,
    async run({ port, say }) {
      const hostile = await startHostileServer({ port, clockOffMs: 86_400_000 })
      hostile.meddle = (message, pass) => {
        say(`${message.type} from ${message.src} to ${message.dst}`)
        meddler(message, (changed: Relayed) => {
          if (changed !== message) say('  … which I changed')
          pass(changed)
        })
      }
      say(`Set ${hostile.url} as the signaling server of two Tabcalls, and call. Ctrl-C ends it.`)
      await new Promise((resolve) => process.once('SIGINT', resolve))
      await hostile.stop()
    },
  }
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
