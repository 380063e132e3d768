import * as v from 'valibot'
import { randomId } from '../../../src/identity/base64url.ts'
import { type Signer, signRegistration } from '../../../src/identity/proof.ts'
import { BareSocket } from './bareSocket.ts'
import { controlBody, makeHostileSigner, makeRing, makeSignaledControl, type Ring, type RingOptions } from './messages.ts'

const ChallengeSchema = v.object({ nonce: v.string() })

/** A Tabcall ID with its key on a bare socket, that says whatever it is told to. */
export class HostileClient {
  readonly signer: Signer
  readonly socket: BareSocket

  private constructor(signer: Signer, socket: BareSocket) {
    this.signer = signer
    this.socket = socket
  }

  /** Registers an ID (a new one without `signer`), at our server with the proof it asks for. */
  static async open(server: string, signer?: Signer): Promise<HostileClient> {
    const key = signer ?? (await makeHostileSigner())
    return new HostileClient(key, await BareSocket.open(server, key.id, await makeToken(server, key)))
  }

  get id(): string {
    return this.signer.id
  }

  send(message: unknown): void {
    this.socket.send(message)
  }

  /** Rings somebody with a proof that is right. */
  async ring(calleeId: string, options: RingOptions = {}): Promise<Ring> {
    const ring = await makeRing(this.signer, calleeId, options)
    this.send(ring.message)
    return ring
  }

  /** Says something of a call by signaling, properly signed; any value at all. */
  async control(calleeId: string, ring: Pick<Ring, 'callId' | 'connectionId'>, message: unknown): Promise<void> {
    this.send(await makeSignaledControl(this.signer, calleeId, ring.connectionId, controlBody(ring.callId, message)))
  }

  /** How many of each kind came back so far: `ringing`, `ANSWER`, `EXPIRE`. */
  heard(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const { type, payload } of this.socket.received) {
      const kind = controlType(payload) ?? type
      counts[kind] = (counts[kind] ?? 0) + 1
    }
    return counts
  }

  close(): Promise<void> {
    return this.socket.close()
  }
}

async function makeToken(server: string, signer: Signer): Promise<string> {
  const response = await fetch(`${server}tabcall/challenge?id=${signer.id}`)
  if (!response.ok) return randomId()
  const { nonce } = v.parse(ChallengeSchema, await response.json())
  return signRegistration(signer, { host: new URL(server).host, nonce })
}

const ControlSchema = v.object({ tabcall: v.object({ body: v.string() }) })
const BodySchema = v.object({ message: v.object({ type: v.string() }) })

function controlType(payload: unknown): string | null {
  const control = v.safeParse(ControlSchema, payload)
  if (!control.success) return null
  const body = v.safeParse(BodySchema, JSON.parse(control.output.tabcall.body))
  return body.success ? body.output.message.type : null
}
