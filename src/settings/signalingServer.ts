import { normalizeServer } from '../protocol/invitation'

export type ParsedSignalingServer =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: 'empty' | 'invalid' }

/** Hosts that have no certificate as a rule: this machine and its network by number. */
const WITHOUT_TLS = /^(?:localhost|127\.|10\.|192\.168\.|\[::1\])/i

/**
 * A signaling server as a person types it: an http or https URL; without a scheme, https, but http on this machine
 * and on private addresses. The URL comes back with its path ending in `/`.
 */
export function parseSignalingServer(text: string): ParsedSignalingServer {
  const typed = text.trim()
  if (typed === '') return { ok: false, reason: 'empty' }
  const withScheme = typed.includes('://') ? typed : `${WITHOUT_TLS.test(typed) ? 'http' : 'https'}://${typed}`
  const url = normalizeServer(withScheme)
  return url === null ? { ok: false, reason: 'invalid' } : { ok: true, url }
}
