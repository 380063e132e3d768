import * as v from 'valibot'
import type { HostileServer, Meddler, Relayed } from '../hostile/hostileServer.ts'
import { delayer, dropper, reorderer, repeater, rewriter } from '../hostile/meddlers.ts'
import { makeAnswer, makeHostileSigner, makeRing } from '../hostile/messages.ts'
import { openTrap } from '../hostile/trap.ts'
import type { Attack, Say } from './attack.ts'
import { controlIn, outcomeOf } from './outcome.ts'

/** Time for a replayed offer to ring. */
const RING_MS = 2_000
const ENDS: ReadonlySet<string> = new Set(['cancel', 'decline', 'busy', 'hangUp'])

const OfferSchema = v.object({
  connectionId: v.string(),
  metadata: v.object({ callId: v.string(), signature: v.string() }),
})

export const BY_SERVER: Readonly<Record<string, Attack>> = {
  'hand-over': {
    kind: 'server',
    tries: 'hands each call to a thief, who answers in the name of whoever was called',
    on: handOver,
  },
  impersonate: {
    kind: 'server',
    tries: 'puts a thief’s own ring in the place of each ring, in the name of its caller',
    on: impersonate,
  },
  'replay-offers': {
    kind: 'server',
    tries: 'delivers the offer of each call again when the call is over',
    on: replay,
  },
  'ice-scanner': {
    kind: 'server',
    tries: 'names ICE servers at private addresses, as a scanner of the home network',
    on: scan,
  },
  'rewrite-offers': meddling('puts another fingerprint into every offer', rewriter('OFFER')),
  'rewrite-answers': meddling('puts another fingerprint into every answer', rewriter('ANSWER')),
  repeat: meddling('delivers everything three times', repeater(3, 500)),
  reorder: meddling('lets messages overtake each other by up to 2 s', reorderer(2_000)),
  drop: meddling('loses every fifth message', dropper(0.2)),
  delay: meddling('holds everything for 5 s', delayer(5_000)),
  'delay-minute': meddling('holds everything for a minute', delayer(60_000)),
}

/** Makes a server hostile by an attack's name; what is returned ends it. */
export function serverAttack(name: string, server: HostileServer, say: Say): Promise<() => void> {
  const attack = Object.hasOwn(BY_SERVER, name) ? BY_SERVER[name] : undefined
  if (attack?.kind !== 'server') throw new Error(`No server does "${name}".`)
  return attack.on(server, say)
}

function meddling(tries: string, meddler: Meddler): Attack {
  return {
    kind: 'server',
    tries,
    async on(server, say) {
      return watched(server, say, (message, pass) => {
        meddler(message, (changed) => {
          if (changed !== message) say(`Changed the ${message.type} from ${message.src} to ${message.dst}.`)
          pass(changed)
        })
      })
    },
  }
}

/** Meddles, and says what its victims say. */
function watched(server: HostileServer, say: Say, meddler: Meddler): () => void {
  server.meddle = (message, pass) => {
    const outcome = outcomeOf(message)
    if (outcome !== null) say(outcome)
    meddler(message, pass)
  }
  return () => {
    server.meddle = (message, pass) => pass(message)
  }
}

async function handOver(server: HostileServer, say: Say): Promise<() => void> {
  const thief = await makeHostileSigner()
  const trap = await openTrap(() => say('A packet came to the address of the thief.'))
  const answer = async ({ src = '', dst = '', payload }: Relayed): Promise<void> => {
    const { connectionId, metadata } = v.parse(OfferSchema, payload)
    server.inject({ ...(await makeAnswer(thief, src, { connectionId, ...metadata })), src: dst })
    const line = `candidate:1 1 udp 2113937151 127.0.0.1 ${trap.port} typ host generation 0`
    const candidate = { type: 'data', connectionId, candidate: { candidate: line, sdpMid: '0', sdpMLineIndex: 0 } }
    server.inject({ type: 'CANDIDATE', src: dst, dst: src, payload: candidate })
  }
  const stop = watched(server, say, (message, pass) => {
    if (message.type !== 'OFFER') {
      pass(message)
      return
    }
    say(`Handed the call of ${message.src} for ${message.dst} to a thief, who answers.`)
    void answer(message)
  })
  return () => {
    stop()
    trap.close()
  }
}

async function impersonate(server: HostileServer, say: Say): Promise<() => void> {
  const thief = await makeHostileSigner()
  return watched(server, say, (message, pass) => {
    const offer = v.safeParse(OfferSchema, message.payload)
    if (message.type !== 'OFFER' || !offer.success) {
      pass(message)
      return
    }
    const { connectionId, metadata } = offer.output
    say(`A thief rings ${message.dst} as ${message.src}.`)
    void makeRing(thief, message.dst ?? '', { connectionId, callId: metadata.callId }).then((ring) =>
      pass({ ...ring.message, ...(message.src === undefined ? {} : { src: message.src }) }),
    )
  })
}

async function replay(server: HostileServer, say: Say): Promise<() => void> {
  const offers = new Map<string, Relayed>()
  /** Calls whose offer has been replayed, and whether that rang. */
  const rang = new Map<string, boolean>()
  const again = (callId: string, offer: Relayed): void => {
    rang.set(callId, false)
    server.inject(offer)
    setTimeout(() => say(`The replayed offer of ${offer.src} rang ${rang.get(callId) ? 'again' : 'nowhere'}.`), RING_MS)
  }
  return watched(server, say, (message, pass) => {
    pass(message)
    const offer = v.safeParse(OfferSchema, message.payload)
    if (message.type === 'OFFER' && offer.success) offers.set(offer.output.metadata.callId, message)
    const control = controlIn(message)
    if (control === null) return
    const { callId } = control
    const old = offers.get(callId)
    if (rang.has(callId) && control.message.type === 'ringing') rang.set(callId, true)
    else if (old !== undefined && !rang.has(callId) && ENDS.has(control.message.type)) {
      setTimeout(() => again(callId, old), RING_MS)
    }
  })
}

async function scan(server: HostileServer, say: Say): Promise<() => void> {
  const trap = await openTrap(() => say('A private address was asked.'))
  server.hello = { version: 1, features: [], iceServers: scannersAt(trap.port) }
  say(`Whoever registers from now on is told of private addresses; one of them is port ${trap.port} here.`)
  say('A Tabcall asks them only where this server itself is set by a private address, and not by a public name.')
  const stop = watched(server, say, (message, pass) => {
    pass(message)
    if (message.type === 'OFFER') setTimeout(() => say(`Private addresses were asked ${trap.packets} times so far.`), RING_MS)
  })
  return () => {
    stop()
    server.hello = null
    trap.close()
  }
}

/** The private addresses of a home in all their spellings, and one that is public. */
function scannersAt(port: number): readonly unknown[] {
  return [
    { urls: [`stun:127.0.0.1:${port}`, `stun:0x7f.1:${port}`, `stun:2130706433:${port}`, 'stun:10.0.0.1:80'] },
    { urls: [`stun:localhost:${port}`, 'stun:router.lan:53', `stun:[::ffff:127.0.0.1]:${port}`, 'stun:192.168.1.1:80'] },
    { urls: `turn:127.0.0.1:${port}?transport=udp`, username: 'a', credential: 'b' },
    { urls: ['stun:stun.example.com:3478', 'stun:169.254.169.254:80', 'stun:[2002:c0a8:101::1]:80'] },
  ]
}
