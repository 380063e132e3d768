import type { Remote } from '../call/remote'
import { parsePeerId } from '../identity/peerId'
import { sanitizeName } from './text'

/** As a setting of the signaling server may be (`settings/settings.ts`). */
const MAX_SERVER_CHARACTERS = 500

/** A link of ours is under 700 characters; a long page pasted by mistake is not searched for one. */
const MAX_DIALED_CHARACTERS = 2000

const SCHEME = 'tabcall:'
const LINK = /(?:^|[^A-Za-z0-9+.-])tabcall:(?:\/\/)?([^\s<>"]+)/i

/** Somebody to call, as a link carries it. `server` is the signaling server where they are, if it is another than usual. */
export interface Invitation {
  readonly remote: Remote
  /** Their name as the link gives it, fit to be shown. */
  readonly name: string | null
  readonly server: string | null
}

export type DialTarget =
  | ({ readonly ok: true } & Invitation)
  | { readonly ok: false; readonly reason: 'empty' | 'typo' | 'invalid' | 'invalidServer' }

/**
 * `tabcall:ID`, `tabcall:ID#name`, `tabcall:ID@server#name`: the server is its whole URL and the name UTF-8, both
 * percent-encoded as by `encodeURIComponent`.
 */
export function formatInvitation(invitation: { id: string; name?: string | null; server?: string | null }): string {
  const { id, name, server } = invitation
  const at = server ? `@${encodeURIComponent(server)}` : ''
  const called = sanitizeName(name ?? '')
  return `${SCHEME}${encodeURIComponent(id)}${at}${called ? `#${encodeURIComponent(called)}` : ''}`
}

/**
 * Whom to call, from what a person typed or pasted: an ID with spaces, dashes and any case, a plain PeerJS id, or an
 * invitation, also in the middle of a text. Never throws.
 */
export function parseDialTarget(text: string): DialTarget {
  if (text.length > MAX_DIALED_CHARACTERS) return { ok: false, reason: 'invalid' }
  const link = LINK.exec(text)?.[1]
  if (link !== undefined) return parseLink(link)
  if (text.trim().toLowerCase().startsWith(SCHEME)) return { ok: false, reason: 'empty' }
  const parsed = parsePeerId(text)
  return parsed.ok ? { ok: true, remote: parsed.remote, name: null, server: null } : parsed
}

function parseLink(link: string): DialTarget {
  const [target = '', ...fragments] = link.split('#')
  // Punctuation of the sentence around it sticks to a link's end.
  const [encodedId = '', ...servers] = (fragments.length > 0 ? target : target.replace(/[.,;:!?)\]'’”]+$/, '')).split('@')
  const id = decode(encodedId)
  if (id === null || servers.length > 1) return { ok: false, reason: 'invalid' }
  const parsed = parsePeerId(id)
  if (!parsed.ok) return parsed
  const name = sanitizeName(decode(fragments.join('#')) ?? '')
  const server = servers[0] === undefined ? null : normalizeServer(decode(servers[0]) ?? '')
  if (servers[0] !== undefined && server === null) return { ok: false, reason: 'invalidServer' }
  return { ok: true, remote: parsed.remote, name: name === '' ? null : name, server }
}

/** The URL of a signaling server with its path ending in `/`, or null where it is none: http or https, no credentials. */
export function normalizeServer(text: string): string | null {
  if (text.length > MAX_SERVER_CHARACTERS || !URL.canParse(text)) return null
  const url = new URL(text)
  if (!['http:', 'https:'].includes(url.protocol) || url.username || url.password) return null
  url.search = ''
  url.hash = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url.href.length <= MAX_SERVER_CHARACTERS ? url.href : null
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
