import { randomId } from '../../identity/base64url'
import { type Signer, signRegistration } from '../../identity/proof'
import { Registration } from './registration'
import { makeTokenSource } from './token'

/** An identity at a signaling server, by the browser's own network, clocks and chance. */
export function makeRegistration(server: string, signer: Signer): Registration {
  return new Registration(server, {
    localId: signer.id,
    makeToken: makeTokenSource({
      localId: signer.id,
      fetch: (input, init) => fetch(input, init),
      signRegistration: (host, nonce) => signRegistration(signer, { host, nonce }),
      randomId,
    }),
    randomId,
    random: Math.random,
    now: () => performance.now(),
    wallClock: Date.now,
  })
}
