import { createHash, randomBytes } from 'node:crypto'
import * as v from 'valibot'

const MAX_HASHES = 2_000

const BlocksSchema = v.object({
  /** 16 bytes. */
  salt: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  /** SHA-256 of the salt's bytes and the ID in UTF-8. */
  hashes: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))), v.maxLength(MAX_HASHES)),
  /** `block`: these find nobody. `allow`: everybody else finds nobody ("contacts only"). */
  kind: v.optional(v.picklist(['block', 'allow']), 'block'),
})
type Kind = v.InferOutput<typeof BlocksSchema>['kind']

/** Whom a client wants to look offline to, as salted hashes. */
export class BlockList {
  #salt: Buffer
  #hashes: ReadonlySet<string>
  #kind: Kind

  private constructor(salt: Buffer, hashes: ReadonlySet<string>, kind: Kind) {
    this.#salt = salt
    this.#hashes = hashes
    this.#kind = kind
  }

  /** Of whoever keeps nobody out. */
  static none(): BlockList {
    return new BlockList(randomBytes(16), new Set(), 'block')
  }

  /** As long as one may be, and of nobody: to look something up in it takes as long as in a list of somebody. */
  static ofNobody(): BlockList {
    const hashes = Array.from({ length: MAX_HASHES }, () => randomBytes(32).toString('base64url'))
    return new BlockList(randomBytes(16), new Set(hashes), 'block')
  }

  /** The list in the payload of a TABCALL-BLOCKS message, or null where it is none. */
  static parse(payload: unknown): BlockList | null {
    const parsed = v.safeParse(BlocksSchema, payload)
    if (!parsed.success) return null
    return new BlockList(Buffer.from(parsed.output.salt, 'base64url'), new Set(parsed.output.hashes), parsed.output.kind)
  }

  /**
   * Whether a message of this ID is kept from its receiver. Takes the same time for every ID. A list of those allowed
   * keeps back their calls alone: whoever is not in it may still answer when called.
   */
  keepsOut(id: string, isOffer: boolean): boolean {
    const isListed = this.#hashes.has(createHash('sha256').update(this.#salt).update(id).digest('base64url'))
    return this.#kind === 'block' ? isListed : isOffer && !isListed
  }
}
