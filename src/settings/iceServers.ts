/** An ICE server as `RTCPeerConnection` takes it. */
export interface IceServer {
  readonly urls: string
  readonly username?: string
  readonly credential?: string
}

/** Why a line was refused; the options have a sentence for each. */
export type IceServerTrouble = 'scheme' | 'host' | 'port' | 'transport' | 'credentials' | 'surplus' | 'tooMany'

export type ParsedIceServers =
  | { readonly ok: true; readonly servers: readonly IceServer[] }
  /** `line` counts from 1, as people see the field. */
  | { readonly ok: false; readonly line: number; readonly reason: IceServerTrouble }

/** Each server is asked at every call; more make calls slower and help nobody. */
export const MAX_ICE_SERVERS = 8

type Line = { readonly ok: true; readonly server: IceServer } | { readonly ok: false; readonly reason: IceServerTrouble }

/** RFC 7064 and 7065: host or [IPv6], then optional port and transport. */
const ADDRESS = /^(?<host>\[[^\]]*\]|[^:?[\]]*)(?::(?<port>[^?]*))?(?:\?transport=(?<transport>.*))?$/
const HOST = /^(?!-)[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?$/
const MAX_HOST_CHARACTERS = 253
const MAX_PORT = 65_535

/**
 * STUN and TURN servers as a person writes them: `stun:host:port`, `turn:host:port user secret`, one a line
 * (`stuns:`, `turns:` and `?transport=tcp` too). Empty lines do not count.
 */
export function parseIceServers(text: string): ParsedIceServers {
  const servers: IceServer[] = []
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim()
    if (line === '') continue
    const parsed = parseLine(line)
    if (!parsed.ok) return { ok: false, line: index + 1, reason: parsed.reason }
    if (servers.length === MAX_ICE_SERVERS) return { ok: false, line: index + 1, reason: 'tooMany' }
    servers.push(parsed.server)
  }
  return { ok: true, servers }
}

function parseLine(line: string): Line {
  const [url = '', username, credential, ...surplus] = line.split(/\s+/)
  const scheme = /^(stuns?|turns?):/i.exec(url)?.[1]?.toLowerCase()
  if (scheme === undefined) return { ok: false, reason: 'scheme' }
  const address = url.slice(scheme.length + 1)
  const trouble = addressTrouble(address, scheme)
  if (trouble) return { ok: false, reason: trouble }
  const urls = `${scheme}:${address}`
  if (scheme.startsWith('stun')) {
    return username === undefined ? { ok: true, server: { urls } } : { ok: false, reason: 'surplus' }
  }
  if (username === undefined || credential === undefined) return { ok: false, reason: 'credentials' }
  if (surplus.length > 0) return { ok: false, reason: 'surplus' }
  return { ok: true, server: { urls, username, credential } }
}

function addressTrouble(address: string, scheme: string): IceServerTrouble | null {
  const parts = ADDRESS.exec(address)?.groups
  if (!parts || !isHost(parts.host ?? '')) return 'host'
  if (parts.port !== undefined && !isPort(parts.port)) return 'port'
  const { transport } = parts
  if (transport === undefined) return null
  return scheme.startsWith('turn') && (transport === 'udp' || transport === 'tcp') ? null : 'transport'
}

function isHost(host: string): boolean {
  if (host.startsWith('[')) return URL.canParse(`http://${host}/`)
  // A name of digits and dots alone is an IPv4 address, and has to be a right one.
  if (/^[\d.]+$/.test(host)) return URL.canParse(`http://${host}/`) && new URL(`http://${host}/`).hostname === host
  return host.length <= MAX_HOST_CHARACTERS && HOST.test(host)
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= MAX_PORT
}
