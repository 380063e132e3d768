import * as v from 'valibot'
import { BlockList } from './blocks.ts'
import { IdList } from './idList.ts'
import type { Limits } from './limits.ts'
import { MAX_PEER_ID_CHARACTERS } from './peerId.ts'
import { CloseCode, type Session } from './session.ts'

const MessageSchema = v.object({
  type: v.picklist(['HEARTBEAT', 'OFFER', 'ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE', 'TABCALL-BLOCKS', 'TABCALL-BUSY']),
  dst: v.optional(v.pipe(v.string(), v.maxLength(MAX_PEER_ID_CHARACTERS))),
  payload: v.optional(v.unknown()),
})
type Message = v.InferOutput<typeof MessageSchema>

/** Connection ids of PeerJS have 20 characters or fewer, Tabcall's 22. */
const ConnectionSchema = v.object({ connectionId: v.pipe(v.string(), v.maxLength(64)) })

/** Decides what becomes of each message. Whatever passes, PeerServer delivers. */
export class Relay {
  #sessions: Map<string, Session>
  #limits: Limits
  /** Stands in for the list of whoever is not there, so that looking it up takes as long. */
  #nobodysBlocks = BlockList.ofNobody()

  /** @param sessions those registered, by ID; one that leaves is taken out. */
  constructor(sessions: Map<string, Session>, limits: Limits) {
    this.#sessions = sessions
    this.#limits = limits
  }

  /** Whether PeerServer may handle this message from this session. What it may not, has been dealt with. */
  mayPass(session: Session, raw: unknown): boolean {
    const parsed = v.safeParse(MessageSchema, raw)
    if (!parsed.success || !isWithinDepth(raw, this.#limits.depth)) return false
    const message = parsed.output
    switch (message.type) {
      case 'HEARTBEAT':
        return true
      case 'TABCALL-BLOCKS':
        session.blocks = BlockList.parse(message.payload) ?? session.blocks
        return false
      case 'TABCALL-BUSY':
        session.saysBusyTo = IdList.parse(message.payload)
        return false
      default:
        if (!message.dst) return message.type === 'LEAVE' && this.#leave(session)
        return this.#mayDeliver(session, message.dst, message)
    }
  }

  /** PeerServer forgets the ID, but neither closes the socket nor minds that it goes on to speak, and later its close would throw out whoever has the ID then. */
  #leave(session: Session): boolean {
    this.#sessions.delete(session.id)
    session.client?.setSocket(null)
    session.end(CloseCode.normal)
    return true
  }

  /** One path for absent and for blocking receivers: nobody shall tell them apart, by content or by time. */
  #mayDeliver(session: Session, dst: string, message: Message): boolean {
    const receiver = this.#sessions.get(dst)
    const isOffer = message.type === 'OFFER'
    const isBlocked = (receiver?.blocks ?? this.#nobodysBlocks).keepsOut(session.id, isOffer)
    const isThere = receiver !== undefined && this.#canReceive(receiver)
    if (isThere && !isBlocked) {
      // The offer goes its way all the same: they shall see whom they missed.
      if (isOffer && receiver.saysBusyTo?.has(session.id) === true) this.#answer(session, 'TABCALL-BUSY', dst, message)
      return true
    }
    if (isOffer) this.#answer(session, 'EXPIRE', dst, message)
    return false
  }

  /** Says what has become of an offer, in the place of whom it was for. */
  #answer(session: Session, type: 'EXPIRE' | 'TABCALL-BUSY', src: string, offer: Message): void {
    session.send({ type, src, dst: session.id, payload: connectionOf(offer) })
  }

  #canReceive(receiver: Session): boolean {
    if (!receiver.isReachable) return false
    if (receiver.socket.bufferedAmount <= this.#limits.backlogBytes) return true
    receiver.socket.terminate()
    return false
  }
}

function connectionOf(message: Message): v.InferOutput<typeof ConnectionSchema> | undefined {
  const parsed = v.safeParse(ConnectionSchema, message.payload)
  return parsed.success ? parsed.output : undefined
}

function isWithinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((inner) => isWithinDepth(inner, depth - 1))
}
