import { isIPv4 } from 'node:net'

const HEADER_BYTES = 20
const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const BINDING_ERROR = 0x0111
const MAGIC_COOKIE = 0x2112a442
const XOR_MAPPED_ADDRESS = 0x0020
const ERROR_CODE = 0x0009
const UNKNOWN_ATTRIBUTES = 0x000a
/** Attributes from here on may be ignored by who does not know them. */
const FIRST_OPTIONAL_ATTRIBUTE = 0x8000
/** A request has to fit a datagram whatever the path (RFC 8489 section 6.1); a browser's are 20 to 100 bytes. */
const MAX_REQUEST_BYTES = 548
/** Where an answer lists attributes it does not know, it must not grow large by it. */
const MAX_UNKNOWN = 4

/**
 * The answer to a STUN Binding request (RFC 8489): where it came from, as XOR-MAPPED-ADDRESS. Null for every datagram
 * that is no well-formed Binding request: those get no answer at all.
 * @param address the source, an IPv4 or IPv6 address without scope.
 */
export function answerBinding(request: Buffer, address: string, port: number): Buffer | null {
  if (!isBindingRequest(request)) return null
  const unknown = unknownAttributes(request)
  if (unknown === null) return null
  const id = request.subarray(4, HEADER_BYTES)
  if (unknown.length > 0) return message(BINDING_ERROR, id, [unknownAttributeError(), listOf(unknown.slice(0, MAX_UNKNOWN))])
  return message(BINDING_SUCCESS, id, [xorMappedAddress(id, address, port)])
}

function isBindingRequest(bytes: Buffer): boolean {
  return (
    bytes.length >= HEADER_BYTES &&
    bytes.length <= MAX_REQUEST_BYTES &&
    bytes.readUInt16BE(0) === BINDING_REQUEST &&
    bytes.readUInt16BE(2) === bytes.length - HEADER_BYTES &&
    bytes.readUInt32BE(4) === MAGIC_COOKIE
  )
}

/** The attributes that have to be understood; this responder understands none. Null where the list is malformed. */
function unknownAttributes(request: Buffer): readonly number[] | null {
  const unknown: number[] = []
  let offset = HEADER_BYTES
  while (offset < request.length) {
    if (offset + 4 > request.length) return null
    const type = request.readUInt16BE(offset)
    if (type < FIRST_OPTIONAL_ATTRIBUTE) unknown.push(type)
    offset += 4 + paddedLength(request.readUInt16BE(offset + 2))
  }
  return offset === request.length ? unknown : null
}

function xorMappedAddress(id: Buffer, address: string, port: number): Buffer {
  const bytes = isIPv4(address) ? ipv4Bytes(address) : ipv6Bytes(address)
  // The mask is the cookie and the transaction's id: routers that rewrite addresses in packets do not see this one.
  const masked = bytes.map((byte, i) => byte ^ id.readUInt8(i))
  const head = Buffer.alloc(4)
  head.writeUInt8(bytes.length === 4 ? 1 : 2, 1)
  head.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2)
  return attribute(XOR_MAPPED_ADDRESS, Buffer.concat([head, masked]))
}

function unknownAttributeError(): Buffer {
  return attribute(ERROR_CODE, Buffer.from([0, 0, 4, 20]))
}

function listOf(types: readonly number[]): Buffer {
  const value = Buffer.alloc(2 * types.length)
  for (const [i, type] of types.entries()) value.writeUInt16BE(type, 2 * i)
  return attribute(UNKNOWN_ATTRIBUTES, value)
}

/** @param id the cookie and the transaction's id, 16 bytes. */
function message(type: number, id: Buffer, attributes: readonly Buffer[]): Buffer {
  const body = Buffer.concat(attributes)
  const head = Buffer.alloc(4)
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, id, body])
}

function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + paddedLength(value.length))
  bytes.writeUInt16BE(type, 0)
  bytes.writeUInt16BE(value.length, 2)
  value.copy(bytes, 4)
  return bytes
}

function paddedLength(length: number): number {
  return Math.ceil(length / 4) * 4
}

function ipv4Bytes(address: string): Uint8Array {
  return Uint8Array.from(address.split('.'), Number)
}

/** An IPv6 address in any of its spellings, those that end in an IPv4 address excepted. */
function ipv6Bytes(address: string): Uint8Array {
  const [head = '', tail] = address.split('::')
  const front = head.split(':').filter((group) => group !== '')
  const back = (tail ?? '').split(':').filter((group) => group !== '')
  const groups = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back]
  const bytes = Buffer.alloc(16)
  for (const [i, group] of groups.entries()) bytes.writeUInt16BE(Number.parseInt(group, 16), 2 * i)
  return bytes
}
