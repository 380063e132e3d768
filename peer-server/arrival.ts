import type { IncomingMessage } from 'node:http'
import type { Challenges } from './challenge.ts'
import { isPeerId, isTabcallId } from './peerId.ts'
import { proves } from './registration.ts'
import { CloseCode, type Session } from './session.ts'

/** PeerJS sends 10 characters, Tabcall's proof has 178. */
const MAX_TOKEN_CHARACTERS = 256

export type Arrival =
  | { readonly ok: true; readonly id: string; readonly isTabcall: boolean; readonly token: string; readonly url: string }
  | { readonly ok: false; readonly code: number; readonly reason: string }

export interface ArrivalDeps {
  readonly sessions: ReadonlyMap<string, Session>
  readonly challenges: Challenges
  readonly isOurHost: (host: string) => boolean
}

/** Whoever has proved a Tabcall ID is its owner: PeerServer, which knows owners by their token, is told the same one. */
const PROVED_TOKEN = 'proved'

/**
 * Judges a request to register. `url` is what PeerServer gets to see in its place: no second `id` in the original can
 * make it register another one than was judged here.
 */
export function judgeArrival(request: IncomingMessage, deps: ArrivalDeps): Arrival {
  const { searchParams } = new URL(request.url ?? '', 'http://server')
  const id = searchParams.get('id') ?? ''
  const token = searchParams.get('token') ?? ''
  const key = searchParams.get('key') ?? ''
  if (id !== '' && !isPeerId(id)) return refusal(CloseCode.badRequest, 'This ID is not one that PeerJS allows')
  if (token.length > MAX_TOKEN_CHARACTERS) return refusal(CloseCode.badRequest, 'The token is too long')
  // With something missing or a wrong key PeerServer itself says so.
  if (!isTabcallId(id)) return { ok: true, id, isTabcall: false, token, url: urlWith({ key, id, token }) }
  const host = request.headers.host ?? ''
  const isSame = deps.sessions.get(id)?.token === token
  if (!isSame && !(deps.isOurHost(host) && proves(token, id, host, deps.challenges))) {
    return refusal(CloseCode.notProven, 'This is a Tabcall ID: it takes a proof by its key')
  }
  return { ok: true, id, isTabcall: true, token, url: urlWith({ key, id, token: PROVED_TOKEN }) }
}

function refusal(code: number, reason: string): Arrival {
  return { ok: false, code, reason }
}

function urlWith(parameters: Record<string, string>): string {
  return `/peerjs?${new URLSearchParams(parameters)}`
}
