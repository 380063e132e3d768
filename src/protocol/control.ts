import * as v from 'valibot'
import { TokenSchema } from './fields'
import { MAX_CHANNEL_CONTROL_BYTES, MAX_SIGNALED_CONTROL_BYTES } from './limits'
import { fitMediaState, MediaStateSchema } from './mediaState'
import { parsePlainJson } from './plainJson'

/** Messages that may travel by signaling, signed, and by the channel. */
const signaledMessages = [
  v.object({ type: v.literal('ringing') }),
  v.object({ type: v.literal('keepAlive') }),
  v.object({ type: v.literal('accept'), camera: v.boolean() }),
  v.object({ type: v.literal('decline') }),
  v.object({ type: v.literal('busy') }),
  v.object({ type: v.literal('cancel') }),
  v.object({
    type: v.literal('hangUp'),
    cause: v.picklist(['hangup', 'mediaFailure', 'identityUnverified', 'connectionFailure']),
  }),
  v.object({ type: v.literal('pleaseRedial') }),
] as const

/** Messages of the channel alone: they mean nothing without media, and the server need not see them. */
const channelMessages = [
  MediaStateSchema,
  /** Which of the pictures anybody looks at; what nobody sees need not be sent. */
  v.object({ type: v.literal('viewing'), camera: v.boolean(), share: v.boolean() }),
] as const

const SignaledMessageSchema = v.variant('type', [...signaledMessages])
const ChannelMessageSchema = v.variant('type', [...signaledMessages, ...channelMessages])

export type ControlMessage = v.InferOutput<typeof ChannelMessageSchema>

const KNOWN_TYPES: ReadonlySet<string> = new Set(
  [...signaledMessages, ...channelMessages].map((message) => message.entries.type.literal),
)

/** One control message, the same on both carriers. */
export interface ControlBody {
  readonly callId: string
  /** Random; a repeat on the other carrier has the same. */
  readonly id: string
  readonly message: ControlMessage
}

/** `unknownType` is a message of a version to come: ignore it, it is no offence. */
export type ParsedControl =
  | { readonly ok: true; readonly body: ControlBody }
  | { readonly ok: false; readonly reason: 'tooLarge' | 'malformed' | 'unknownType' }

export type ControlCarrier = 'signaling' | 'channel'

const EnvelopeSchema = v.object({ callId: TokenSchema, id: TokenSchema, message: v.looseObject({ type: v.string() }) })

/**
 * The text of a control message, to be sent as it is by the channel or signed (`signControl`) by signaling.
 * `id` must be random, and the same for both carriers.
 */
export function makeControl(message: ControlMessage, callId: string, id: string): string {
  return JSON.stringify({ callId, id, message: message.type === 'media' ? fitMediaState(message) : message })
}

/** Reads what came by one of the carriers. Never throws. */
export function parseControl(text: string, carrier: ControlCarrier): ParsedControl {
  const limit = carrier === 'signaling' ? MAX_SIGNALED_CONTROL_BYTES : MAX_CHANNEL_CONTROL_BYTES
  if (text.length > limit || new TextEncoder().encode(text).length > limit) return { ok: false, reason: 'tooLarge' }
  const json = parsePlainJson(text)
  if (!json.ok) return { ok: false, reason: 'malformed' }
  const envelope = v.safeParse(EnvelopeSchema, json.value)
  if (!envelope.success) return { ok: false, reason: 'malformed' }
  const { callId, id, message } = envelope.output
  if (!KNOWN_TYPES.has(message.type)) return { ok: false, reason: 'unknownType' }
  const schema = carrier === 'signaling' ? SignaledMessageSchema : ChannelMessageSchema
  const parsed = v.safeParse(schema, message)
  return parsed.success ? { ok: true, body: { callId, id, message: parsed.output } } : { ok: false, reason: 'malformed' }
}
