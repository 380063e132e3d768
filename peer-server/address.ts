import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'

/** An IPv6 customer has a whole /64: four groups of four hex digits. */
const IPV6_PREFIX_GROUPS = 4

/**
 * The address that limits are counted by: an IPv4 address, or the /64 of an IPv6 one.
 * @param trustProxy take the last address of X-Forwarded-For, which the proxy in front of this server wrote.
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = request.headers['x-forwarded-for']
  const last = trustProxy && forwarded !== undefined ? String(forwarded).split(',').at(-1)?.trim() : undefined
  return networkOf(last || (request.socket.remoteAddress ?? ''))
}

/** An IPv4 address as it is (also one written as IPv6), an IPv6 address as its /64. */
export function networkOf(address: string): string {
  const plain = plainAddress(address)
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const rest = tail === undefined ? [] : tail.split(':').filter((group) => group !== '')
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...rest].slice(0, IPV6_PREFIX_GROUPS).join(':')
}

/** Without the scope of a link-local address, and with an IPv4 address that came by an IPv6 socket as IPv4. */
export function plainAddress(address: string): string {
  const [unscoped = ''] = address.split('%')
  return unscoped.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}
