/** As RTCConfiguration has it. */
export interface IceServer {
  readonly urls: string
  readonly username?: string
  readonly credential?: string
}

const TURN_URL = /^turns?:[^\s/?]+(\?transport=(udp|tcp))?$/

/**
 * TURN servers to tell clients of, one a line: `turn:host:port user secret`.
 * @throws Error that names the line which is none.
 */
export function parseTurnServers(text: string): readonly IceServer[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').map(parseTurnServer)
}

function parseTurnServer(line: string): IceServer {
  const [urls = '', username, credential, ...rest] = line.split(/\s+/)
  if (!TURN_URL.test(urls) || username === undefined || credential === undefined || rest.length > 0) {
    // The rest of the line holds a secret, and this goes to the log.
    throw new Error(`"${urls} …" is no TURN server: write turn:host:port user secret`)
  }
  return { urls, username, credential }
}

/** The STUN responder beside a server, at the host by which a client addressed that server; null where it has none. */
export function stunServerAt(host: string, port: number): IceServer | null {
  if (!URL.canParse(`http://${host}`)) return null
  return { urls: `stun:${new URL(`http://${host}`).hostname}:${port}` }
}
