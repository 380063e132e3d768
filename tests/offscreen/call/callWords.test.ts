import { expect, test } from 'vitest'
import type { OfferEvent } from '../../../src/call/event'
import { type CallState, IDLE } from '../../../src/call/state'
import { transition } from '../../../src/call/transition'
import type { Signer } from '../../../src/identity/proof'
import { compareWords } from '../../../src/identity/words'
import { CallWords } from '../../../src/offscreen/call/callWords'
import { bob, mallory, me } from '../../protocol/support/gateRig'
import { signerFromSeed } from '../../protocol/support/signer'

/** A callee at whom people ring, as the telephone has it. `slow` keys take longest to compare. */
function ringing({ slow = '' } = {}) {
  let state: CallState = IDLE
  const compare: typeof compareWords = async (own, other) => {
    if (other === slow) await new Promise((resolve) => setTimeout(resolve, 500))
    return compareWords(own, other)
  }
  const words = new CallWords({ ownKey: me.publicKey, state: () => state, compare, onChange: () => undefined })
  return {
    words,
    ring(caller: Signer, temperature: OfferEvent['temperature']): Promise<void> {
      words.noteKey(caller.id, caller.publicKey)
      const offer: OfferEvent = {
        type: 'offer',
        callId: `call-${caller.id}`,
        connectionId: `connection-${caller.id}`,
        remote: { kind: 'tabcall', id: caller.id },
        remoteWithCamera: true,
        temperature,
        admission: 'ring',
        purpose: 'ring',
      }
      state = transition(state, offer, { now: 1, localId: me.id }).state
      return words.make()
    },
    caller: () => (state.phase === 'incoming' ? state.terms.remote.id : null),
  }
}

test('a contact takes over a stranger’s ring: the words are of the contact, also where the stranger’s are made later', async () => {
  const { words, ring, caller } = ringing({ slow: mallory.publicKey })
  await Promise.all([ring(mallory, 'cold'), ring(bob, 'warm')])
  expect(caller()).toBe(bob.id)
  expect(words.words).toEqual(await compareWords(me.publicKey, bob.publicKey))
})

test('a contact rings, and a hundred strangers beside it: the words stay', async () => {
  const { words, ring, caller } = ringing()
  await ring(bob, 'warm')
  for (let number = 0; number < 100; number++) {
    await ring(await signerFromSeed(number.toString(16).padStart(2, '0').repeat(32)), 'cold')
  }
  expect(caller()).toBe(bob.id)
  expect(words.words).toEqual(await compareWords(me.publicKey, bob.publicKey))
})
