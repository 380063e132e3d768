/**
 * Writes the test vectors of PROTOCOL.md from fixed keys: `npx tsx tests/vectors/make.ts`.
 * Ed25519 is deterministic (RFC 8032), so they only change when the protocol does.
 */
import { writeFile } from 'node:fs/promises'
import { groupPeerId, parsePeerId } from '../../src/identity/peerId'
import { signAnswer, signControl, signOffer, signRegistration } from '../../src/identity/proof'
import { compareWords } from '../../src/identity/words'
import { makeControl } from '../../src/protocol/control'
import { formatInvitation, parseDialTarget } from '../../src/protocol/invitation'
import { makeSdp } from '../protocol/support/sdp'
import { signerFromSeed } from '../protocol/support/signer'

const alice = await signerFromSeed('0101010101010101010101010101010101010101010101010101010101010101')
const bob = await signerFromSeed('0202020202020202020202020202020202020202020202020202020202020202')
const zero = await signerFromSeed('0000000000000000000000000000000000000000000000000000000000000000')
const people = [alice, bob, zero]

const hex = (publicKey: string) => Buffer.from(publicKey, 'base64url').toString('hex')

const id = alice.id
const groups = groupPeerId(id)
const wrongCheck = id.slice(0, 24) + (id.endsWith('0') ? '1' : '0')
const typed = [
  '',
  '  \u200b ',
  id,
  id.toLowerCase(),
  groups.join(' '),
  groups.join('-').toLowerCase(),
  ` ${groups.join(' \u2013 ')}\n`,
  id.replaceAll('1', 'I').replaceAll('0', 'o'),
  wrongCheck,
  id.slice(0, 24),
  `${id}7`,
  groups.slice(0, 4).join('-'),
  `${groups.slice(0, 4).join(' ')} ${groups[4]?.slice(1)}`,
  `${groups.slice(0, 4).join(' ')} ${groups[4]}X`,
  `${groups.slice(0, 4).join(' ')} ABCDU`,
  'my-web-page',
  'My Web_Page',
  'hello--world',
  '-hello',
  'héllo',
  '1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
  '507f1f77bcf86cd799439011',
  '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  'alpha-bravo-delta-hotel-india-kilos',
  'a'.repeat(64),
  'a'.repeat(65),
]

const callId = 'AAECAwQFBgcICQoLDA0ODw'
const connectionId = 'EBESExQVFhcYGRobHB0eHw'
const fingerprintOf = (byte: string) => `sha-256 ${Array.from({ length: 32 }, () => byte).join(':')}`
const [aliceFingerprint, bobFingerprint] = [fingerprintOf('A1'), fingerprintOf('B2')]

const offer = {
  calleeId: bob.id,
  callId,
  connectionId,
  purpose: 'ring',
  time: 1_700_000_000_000,
  camera: true,
  name: 'Zoë 🎈',
} as const
const offerSignature = await signOffer(alice, offer, aliceFingerprint)
const answer = { callerId: alice.id, callId, connectionId, offerSignature }
const challenge = { host: 'calls.example.org:9000', nonce: Buffer.alloc(32, 7).toString('base64url') }
const controlId = 'ICEiIyQlJicoKSorLC0uLw'
const controls = [
  { type: 'ringing' },
  { type: 'keepAlive' },
  { type: 'accept', camera: false },
  { type: 'decline' },
  { type: 'busy' },
  { type: 'cancel' },
  { type: 'hangUp', cause: 'mediaFailure' },
  { type: 'pleaseRedial' },
  { type: 'viewing', camera: true, share: false },
  {
    type: 'media',
    revision: 3,
    microphone: true,
    camera: false,
    share: {
      source: 'music',
      picture: false,
      sound: true,
      title: 'A page',
      music: { title: 'A song', artist: null, artwork: 'data:image/png;base64,iVBORw0KGgo=' },
      motion: false,
      trouble: 'line',
    },
  },
] as const
const accept = makeControl({ type: 'accept', camera: true }, callId, controlId)

const links = [
  formatInvitation({ id }),
  formatInvitation({ id, name: 'Zoë & co #1' }),
  formatInvitation({ id, name: 'Ann', server: 'https://calls.example.org/' }),
  formatInvitation({ id: 'my web page', server: 'http://127.0.0.1:9000/' }),
  `TABCALL://${groups.join('-')}`,
  `Ring me (tabcall:${id}).`,
  `tabcall:${wrongCheck}#Ann`,
  `tabcall:${id}@ftp%3A%2F%2Fx%2F`,
  `tabcall:${id}@https%3A%2F%2Fx%2F@y`,
  'tabcall:',
  groups.join(' '),
]

const vectors = {
  ids: {
    fromPublicKey: people.map((person) => ({ publicKeyHex: hex(person.publicKey), id: person.id })),
    parsed: typed.map((text) => ({ text, result: parsePeerId(text) })),
  },
  proofs: {
    keys: people.map(({ seedHex, publicKey, id }) => ({ seedHex, publicKey, id })),
    register: { id: alice.id, ...challenge, token: await signRegistration(alice, challenge) },
    offer: {
      claim: { ...offer, callerId: alice.id },
      fingerprint: aliceFingerprint,
      sdp: makeSdp(aliceFingerprint),
      proof: { publicKey: alice.publicKey, signature: offerSignature },
    },
    answer: {
      claim: { ...answer, calleeId: bob.id },
      fingerprint: bobFingerprint,
      sdp: makeSdp(bobFingerprint),
      proof: { publicKey: bob.publicKey, signature: await signAnswer(bob, answer, bobFingerprint) },
    },
    control: {
      claim: { fromId: bob.id, toId: alice.id, body: accept },
      proof: { publicKey: bob.publicKey, signature: await signControl(bob, { toId: alice.id, body: accept }) },
    },
  },
  control: controls.map((message) => ({ callId, id: controlId, message, body: makeControl(message, callId, controlId) })),
  words: [
    [alice, bob],
    [alice, zero],
    [bob, bob],
  ].map(([a, b]) => ({ keys: [a?.publicKey, b?.publicKey] })),
  invitations: links.map((text) => ({ text, result: parseDialTarget(text) })),
}

const words = await Promise.all(
  vectors.words.map(async ({ keys: [a = '', b = ''] }) => ({ keys: [a, b], words: await compareWords(a, b) })),
)
for (const [name, content] of Object.entries({ ...vectors, words })) {
  await writeFile(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(content, null, 2)}\n`)
}
