import * as v from 'valibot'

/** A server that answers later than this is no good for calls. */
const ANSWER_TIMEOUT_MS = 5_000

const TabcallHealthSchema = v.object({ ok: v.literal(true), name: v.literal('tabcall') })
/** What PeerServer says at its root. */
const PeerServerSchema = v.object({ name: v.pipe(v.string(), v.includes('PeerJS')) })

export type ServerAnswer = 'tabcall' | 'peerServer' | 'other' | 'none'

/** Who answers at a signaling server's URL (which ends in `/`). Never rejects. */
export async function askServer(url: string, fetch_: typeof fetch = fetch): Promise<ServerAnswer> {
  const health = await readJson(`${url}tabcall/health`, fetch_)
  if (v.is(TabcallHealthSchema, health.json)) return 'tabcall'
  const root = await readJson(url, fetch_)
  if (v.is(PeerServerSchema, root.json)) return 'peerServer'
  return health.answered || root.answered ? 'other' : 'none'
}

async function readJson(url: string, fetch_: typeof fetch): Promise<{ readonly answered: boolean; readonly json: unknown }> {
  try {
    const response = await fetch_(url, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    })
    const json: unknown = response.ok ? await response.json().catch(() => null) : null
    return { answered: true, json }
  } catch {
    return { answered: false, json: null }
  }
}
