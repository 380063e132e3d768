import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Time to sign and to connect, on the worst line. */
const LIFE_MS = 60_000

const EXPIRY_BYTES = 6
const RANDOM_BYTES = 10
const HEAD_BYTES = EXPIRY_BYTES + RANDOM_BYTES
const SEAL_BYTES = 16

/**
 * Nonces for registration proofs. A nonce carries its own expiry and a seal over it and the ID, so that asking for
 * many takes no memory and pushes out nobody else's; only those used are remembered, until they expire.
 */
export class Challenges {
  #secret = randomBytes(32)
  #used = new Map<string, number>()
  #now: () => number

  /** `now` in milliseconds; it need not be the time of day, but must not jump. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A nonce for this ID: 32 bytes as base64url, good once within a minute. */
  issue(id: string): string {
    const head = Buffer.alloc(HEAD_BYTES)
    head.writeUIntBE(Math.floor(this.#now() + LIFE_MS), 0, EXPIRY_BYTES)
    randomBytes(RANDOM_BYTES).copy(head, EXPIRY_BYTES)
    return Buffer.concat([head, this.#seal(head, id)]).toString('base64url')
  }

  /** Whether the nonce is one of ours for this ID, in time and not used before. */
  isOpen(id: string, nonce: string): boolean {
    const bytes = Buffer.from(nonce, 'base64url')
    if (bytes.length !== HEAD_BYTES + SEAL_BYTES || bytes.toString('base64url') !== nonce) return false
    const head = bytes.subarray(0, HEAD_BYTES)
    if (!timingSafeEqual(bytes.subarray(HEAD_BYTES), this.#seal(head, id))) return false
    return head.readUIntBE(0, EXPIRY_BYTES) > this.#now() && !this.#used.has(nonce)
  }

  /** Marks an open nonce as used. */
  use(nonce: string): void {
    this.#used.set(nonce, this.#now() + LIFE_MS)
  }

  /** Forgets used nonces that have expired. */
  prune(): void {
    const now = this.#now()
    for (const [nonce, until] of this.#used) if (until <= now) this.#used.delete(nonce)
  }

  #seal(head: Buffer, id: string): Buffer {
    return createHmac('sha256', this.#secret).update(head).update(id).digest().subarray(0, SEAL_BYTES)
  }
}
