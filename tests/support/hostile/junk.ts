import type { Signer } from '../../../src/identity/proof.ts'
import { controlBody, fakeSdp, makeRing, makeSignaledControl, type Ring } from './messages.ts'

/** Values that are never right, some of which reach prototypes when used as a key. */
const WRONG: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  '',
  'x',
  '__proto__',
  'constructor',
  'toString',
  '\u202e\u0000<b>',
  [],
  [[]],
  {},
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  'A'.repeat(60_000),
]

const TYPES = [
  'OFFER',
  'ANSWER',
  'CANDIDATE',
  'LEAVE',
  'EXPIRE',
  'OPEN',
  'ERROR',
  'ID-TAKEN',
  '__proto__',
  'TABCALL-BLOCKS',
] as const

/** Deeper than any parser of ours goes. */
export function deep(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = { metadata: value }
  return value
}

/** Every place of a value, as paths of keys. */
function pathsOf(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [...(at.length > 0 ? [at] : []), ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))]
}

function withValueAt(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(inner.map(([name, old]) => [name, name === key ? withValueAt(old, rest, other) : old]))
}

/**
 * Junk of every kind for one receiver, as the messages a server delivers but without `src`: wrong types and missing
 * fields everywhere, prototypes, huge, deep, of the wrong call, out of order, twice. With `live`, of the call that runs.
 */
export async function junkFor(signer: Signer, dst: string, live: Omit<Ring, 'message'> | null): Promise<readonly Junk[]> {
  const ring = await makeRing(signer, dst)
  const { callId, connectionId } = live ?? ring
  const sdp = { type: 'answer', sdp: fakeSdp() }
  const answer = { type: 'data', connectionId, sdp, proof: { publicKey: signer.publicKey, signature: 'A'.repeat(86) } }
  const line = 'candidate:1 1 udp 1 198.51.100.7 46154 typ host'
  const candidate = { type: 'data', connectionId, candidate: { candidate: line, sdpMid: '0', sdpMLineIndex: 0 } }
  const spoken = await makeSignaledControl(signer, dst, connectionId, controlBody(callId, { type: 'hangUp', cause: 'hangup' }))
  const whole: readonly Junk[] = [
    { type: 'OFFER', dst, payload: ring.message.payload },
    { type: 'ANSWER', dst, payload: answer },
    { type: 'CANDIDATE', dst, payload: candidate },
    { type: 'CANDIDATE', dst, payload: spoken.payload },
  ]
  const broken = whole.flatMap((message) =>
    pathsOf(message.payload).flatMap((path) =>
      [...WRONG, undefined].map((value) => ({ ...message, payload: withValueAt(message.payload, path, value) })),
    ),
  )
  const bare = TYPES.flatMap((type) => WRONG.map((payload) => ({ type, dst, payload })))
  const named = TYPES.flatMap((type) => [
    { type, dst, payload: { connectionId } },
    { type, dst },
  ])
  const controls = await Promise.all(
    WRONG.flatMap((value) => [controlBody(callId, value), controlBody(callId, { type: value }), String(value)]).map((body) =>
      makeSignaledControl(signer, dst, connectionId, body),
    ),
  )
  const serializations = ['constructor', '__proto__', 'binary', 'json', 'toString'].map((serialization) => ({
    ...ring.message,
    payload: { ...ring.message.payload, serialization },
  }))
  return [
    ...broken,
    ...bare,
    ...named,
    ...controls,
    ...serializations,
    { type: 'OFFER', dst, payload: deep(2_000) },
    { type: 'OFFER', dst, payload: Array.from({ length: 20_000 }, () => 0) },
    // The same ones again, and the proper ones out of order.
    ...[...whole].reverse(),
    ...whole,
  ]
}

/** Frames of a server that are no messages at all: text that is no JSON, JSON that is no object, bytes, huge ones. */
export function junkFrames(): readonly (string | Uint8Array)[] {
  return [
    '',
    '{bad',
    '\u0000',
    'null',
    '0',
    '"OFFER"',
    '[]',
    '[[[[{}]]]]',
    '{"type":null}',
    '{"__proto__":{"type":"OFFER","polluted":true}}',
    `${'['.repeat(100_000)}`,
    `${'[0,'.repeat(50_000)}0${']'.repeat(50_000)}`,
    JSON.stringify({ type: 'OFFER', src: 'somebody', payload: 'A'.repeat(5_000_000) }),
    JSON.stringify({ type: 'A'.repeat(1_000_000) }),
    new Uint8Array(0),
    new Uint8Array([0xff, 0xfe, 0x7b, 0x00]),
    new Uint8Array(2_000_000),
  ]
}

export interface Junk {
  readonly type: string
  readonly dst: string
  readonly payload?: unknown
}

/** Texts for the channel of a call that runs: what `junkFor` is for signaling. */
export function channelJunk(callId: string): readonly string[] {
  const media = {
    type: 'media',
    revision: 2,
    microphone: true,
    camera: true,
    share: {
      source: 'music',
      picture: true,
      sound: true,
      title: 'x',
      music: { title: 'x', artist: 'x', artwork: 'data:image/png;base64,AAAA' },
    },
  }
  const messages: readonly unknown[] = [media, { type: 'viewing', camera: true, share: true }, { type: 'accept', camera: true }]
  return [
    ...messages.flatMap((message) =>
      pathsOf(message).flatMap((path) => WRONG.map((value) => controlBody(callId, withValueAt(message, path, value)))),
    ),
    ...WRONG.flatMap((value) => [
      String(value),
      JSON.stringify(value),
      controlBody(callId, value),
      controlBody('x'.repeat(22), value),
    ]),
    `${'['.repeat(20_000)}`,
    `${'{"message":'.repeat(300)}1${'}'.repeat(300)}`,
    controlBody(callId, { type: 'wave', more: deep(50) }),
    controlBody(callId, { type: 'ringing' }, 'A'.repeat(22)),
    controlBody(callId, { type: 'ringing' }, 'A'.repeat(22)),
    'A'.repeat(200_000),
  ]
}
