import { MAX_SERVER_ICE_URLS } from './limits'
import type { ServerIceServer } from './serverMessage'

/**
 * The ICE servers that a signaling server may have this browser talk to: a few, and none at private addresses, unless the
 * signaling server is at one itself. Otherwise it could probe the home network from inside. Names that resolve to
 * private addresses cannot be seen from here, and pass; what such a probe answers does not reach the server either.
 */
export function allowedIceServers(offered: readonly ServerIceServer[], signalingServer: string): readonly ServerIceServer[] {
  if (!URL.canParse(signalingServer)) return []
  const isPrivate = isPrivateHost(new URL(signalingServer).hostname)
  let room = MAX_SERVER_ICE_URLS
  return offered.flatMap((server) => {
    const urls = server.urls.filter((url) => isPrivate || !isPrivateHost(hostOf(url))).slice(0, room)
    room -= urls.length
    return urls.length > 0 ? [{ ...server, urls }] : []
  })
}

/** Of `stun:host:port` or `turn:[v6]:port?transport=…`; as a URL parser spells it, so that 0x7f.1 is 127.0.0.1. */
function hostOf(iceUrl: string): string {
  const authority = iceUrl.replace(/^[a-z]+:/, '').replace(/\?.*$/, '')
  return URL.canParse(`http://${authority}/`) ? new URL(`http://${authority}/`).hostname : 'localhost'
}

function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '')
  if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1))
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isPrivateIpv4(host)
  return !host.includes('.') || /\.(?:local|localhost|internal|lan|home|home\.arpa)$/.test(host)
}

/** RFC 6890 with what was added to its registry since, multicast and everything above it. */
function isPrivateIpv4(address: string): boolean {
  const [a = 0, b = 0, c = 0] = address.split('.').map(Number)
  if ([0, 10, 127].includes(a) || a >= 224) return true
  if (a === 100) return b >= 64 && b < 128
  if (a === 169) return b === 254
  if (a === 172) return b >= 16 && b < 32
  if (a === 192) return b === 168 || b === 0 || (b === 88 && c === 99)
  if (a === 198) return b === 18 || b === 19 || (b === 51 && c === 100)
  return a === 203 && b === 0 && c === 113
}

/**
 * Global unicast is 2000::/3; mapped and translated IPv4 addresses outside it are not needed for ICE servers. Within it
 * are the special ones of 2001::/23 (Teredo among them), documentation, and 6to4, which carries any IPv4 address.
 */
function isPrivateIpv6(address: string): boolean {
  const [first = 0, second = 0] = address.split(':').map((group) => Number.parseInt(group || '0', 16))
  if (first < 0x2000 || first > 0x3fff) return true
  if (first === 0x2001) return second < 0x200 || second === 0xdb8
  return first === 0x2002 || (first === 0x3fff && second < 0x1000)
}
