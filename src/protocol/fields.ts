import * as v from 'valibot'
import { MAX_ID_CHARACTERS, MAX_TOKEN_CHARACTERS } from './limits'

/** Fields that many messages share. Objects drop fields they do not know, for versions to come. */

/** Call, connection and message ids of Tabcalls: at least 96 random bits. */
export const TokenSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,64}$/))

/** Connection ids of plain PeerJS clients: `mc_` and what `Math.random` gave, or whatever their program made. */
export const AnyConnectionIdSchema = v.pipe(v.string(), v.maxLength(MAX_TOKEN_CHARACTERS), v.regex(/^[A-Za-z0-9_-]+$/))

export const PublicKeySchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
export const SignatureSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/))
export const ProofSchema = v.object({ publicKey: PublicKeySchema, signature: SignatureSchema })

/** An id as a server may write it; `identity/peerId.ts` says what it means. */
export const WireIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID_CHARACTERS))
