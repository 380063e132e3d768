import { createHash } from 'node:crypto'
import * as v from 'valibot'

export const MAX_LISTED = 2_000

export const IdListSchema = v.object({
  /** 16 bytes. */
  salt: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  /** SHA-256 of the salt's bytes and the ID in UTF-8. */
  hashes: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))), v.maxLength(MAX_LISTED)),
})

/** IDs as their owner tells them to us: salted hashes, in which an ID can be looked up and none be read. */
export class IdList {
  #salt: Buffer
  #hashes: ReadonlySet<string>

  constructor(salt: Buffer, hashes: readonly string[]) {
    this.#salt = salt
    this.#hashes = new Set(hashes)
  }

  static of({ salt, hashes }: v.InferOutput<typeof IdListSchema>): IdList {
    return new IdList(Buffer.from(salt, 'base64url'), hashes)
  }

  /** The list in a message's payload, or null where it is none. */
  static parse(payload: unknown): IdList | null {
    const parsed = v.safeParse(IdListSchema, payload)
    return parsed.success ? IdList.of(parsed.output) : null
  }

  /** Takes the same time for every ID. */
  has(id: string): boolean {
    return this.#hashes.has(createHash('sha256').update(this.#salt).update(id).digest('base64url'))
  }
}
