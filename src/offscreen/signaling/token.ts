import * as v from 'valibot'
import type { ServerAddress } from './serverAddress'

/** A server that does not even say whether it wants a proof is not there. */
const CHALLENGE_TIMEOUT_MS = 4_000

const ChallengeSchema = v.object({ nonce: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,100}$/)) })

export interface TokenDeps {
  readonly localId: string
  readonly fetch: typeof fetch
  /** Signs a registration, see PROTOCOL.md "Registration". */
  readonly signRegistration: (host: string, nonce: string) => Promise<string>
  readonly randomId: () => string
}

/**
 * Makes tokens that prove the ID to a Tabcall server, and keeps one random token for each stock PeerServer: that one
 * knows an ID's owner by its token alone.
 */
export function makeTokenSource(deps: TokenDeps): (address: ServerAddress) => Promise<string> {
  const stockTokens = new Map<string, string>()
  return async (address) => {
    let response: Response
    try {
      const url = `${address.base}tabcall/challenge?id=${encodeURIComponent(deps.localId)}`
      response = await deps.fetch(url, {
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(CHALLENGE_TIMEOUT_MS),
      })
    } catch {
      // A stock server without CORS on its 404 looks the same as none: the socket will tell them apart.
      return stockToken(stockTokens, address, deps.randomId)
    }
    if (!response.ok) return stockToken(stockTokens, address, deps.randomId)
    const challenge = v.safeParse(ChallengeSchema, await response.json().catch(() => null))
    if (!challenge.success) return stockToken(stockTokens, address, deps.randomId)
    return await deps.signRegistration(address.hostHeader, challenge.output.nonce)
  }
}

function stockToken(tokens: Map<string, string>, address: ServerAddress, randomId: () => string): string {
  const known = tokens.get(address.base)
  if (known !== undefined) return known
  const token = randomId()
  tokens.set(address.base, token)
  return token
}
