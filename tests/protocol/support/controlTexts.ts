import fc from 'fast-check'
import vectors from '../../vectors/control.json'

const FIELDS = ['callId', 'id', 'message', 'type', 'camera', 'cause', 'share', 'source', 'title', 'music', 'artwork', 'revision']

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('__proto__', 'constructor', '\u202e<b>', null, -1, 1e308, 'A'.repeat(70_000)),
)

/** A message of the vectors with one of its fields, at any depth, made something else, or gone. */
const broken = fc
  .tuple(fc.constantFrom(...vectors), fc.constantFrom(...FIELDS), fc.option(junk, { nil: undefined }))
  .map(([{ body }, field, value]) => JSON.stringify(JSON.parse(body, (key, old) => (key === field ? value : old))) ?? '')
/** A message cut, doubled, or with a character changed. */
const torn = fc
  .tuple(fc.constantFrom(...vectors), fc.nat(400), fc.string({ unit: 'binary', maxLength: 3 }))
  .map(([{ body }, at, with_]) => `${body.slice(0, at)}${with_}${body.slice(at + 1)}`)

/** A control message as it should be. */
export const properText = fc.constantFrom(...vectors).map(({ body }) => body)

/** Texts on the channel, from proper ones to anything at all. */
export const controlText = fc.oneof(
  { weight: 1, arbitrary: properText },
  { weight: 4, arbitrary: broken },
  { weight: 4, arbitrary: torn },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.json() },
)
