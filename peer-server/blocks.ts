import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { IdList, IdListSchema, MAX_LISTED } from './idList.ts'

const BlocksSchema = v.object({
  ...IdListSchema.entries,
  /** `block`: these find nobody. `allow`: everybody else finds nobody ("contacts only"). */
  kind: v.optional(v.picklist(['block', 'allow']), 'block'),
})
type Kind = v.InferOutput<typeof BlocksSchema>['kind']

/** Whom a client wants to look offline to, as salted hashes. */
export class BlockList {
  #list: IdList
  #kind: Kind

  private constructor(list: IdList, kind: Kind) {
    this.#list = list
    this.#kind = kind
  }

  /** Of whoever keeps nobody out. */
  static none(): BlockList {
    return new BlockList(new IdList(randomBytes(16), []), 'block')
  }

  /** As long as one may be, and of nobody: to look something up in it takes as long as in a list of somebody. */
  static ofNobody(): BlockList {
    const hashes = Array.from({ length: MAX_LISTED }, () => randomBytes(32).toString('base64url'))
    return new BlockList(new IdList(randomBytes(16), hashes), 'block')
  }

  /** The list in the payload of a TABCALL-BLOCKS message, or null where it is none. */
  static parse(payload: unknown): BlockList | null {
    const parsed = v.safeParse(BlocksSchema, payload)
    return parsed.success ? new BlockList(IdList.of(parsed.output), parsed.output.kind) : null
  }

  /**
   * Whether a message of this ID is kept from its receiver. Takes the same time for every ID. A list of those allowed
   * keeps back their calls alone: whoever is not in it may still answer when called.
   */
  keepsOut(id: string, isOffer: boolean): boolean {
    const isListed = this.#list.has(id)
    return this.#kind === 'block' ? isListed : isOffer && !isListed
  }
}
