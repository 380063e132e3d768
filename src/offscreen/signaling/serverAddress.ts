/** What PeerJS wants to know of a server. `secure` must be given: under `chrome-extension:` PeerJS takes false. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly secure: boolean
  /** As the server sees itself addressed (the Host header); part of what a registration proof signs. */
  readonly hostHeader: string
  /** The server's base URL, ending in `/`. */
  readonly base: string
}

/** An http or https URL as an address, or null where it is none. */
export function parseServerAddress(server: string): ServerAddress | null {
  if (!URL.canParse(server)) return null
  const url = new URL(server)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  const secure = url.protocol === 'https:'
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    path,
    secure,
    hostHeader: url.host,
    base: `${url.origin}${path}`,
  }
}
