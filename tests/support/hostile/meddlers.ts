import * as v from 'valibot'
import type { Meddler, Relayed } from './hostileServer.ts'

const DescribedSchema = v.looseObject({ sdp: v.looseObject({ sdp: v.string() }) })

/** Whether a message carries a description: an offer or an answer. */
export function isDescription(message: Relayed): boolean {
  return message.type === 'OFFER' || message.type === 'ANSWER'
}

/** The same message with another text in its SDP. */
export function withSdp(message: Relayed, change: (sdp: string) => string): Relayed {
  const parsed = v.safeParse(DescribedSchema, message.payload)
  if (!parsed.success) return message
  const { sdp } = parsed.output
  return { ...message, payload: { ...parsed.output, sdp: { ...sdp, sdp: change(sdp.sdp) } } }
}

/** Puts another fingerprint in the place of each: whoever has its key would be in between. */
export function rewriteFingerprint(sdp: string): string {
  const other = Array.from({ length: 32 }, () => 'AB').join(':')
  return sdp.replace(/a=fingerprint:.*/g, `a=fingerprint:sha-256 ${other}`)
}

/** Rewrites the fingerprints of offers, of answers, or of both. */
export function rewriter(...types: readonly ('OFFER' | 'ANSWER')[]): Meddler {
  return (message, pass) => {
    pass(types.some((type) => type === message.type) ? withSdp(message, rewriteFingerprint) : message)
  }
}

/** Repeats every message a few times, the copies later. */
export function repeater(times: number, everyMs: number): Meddler {
  return (message, pass) => {
    for (let copy = 0; copy < times; copy++) setTimeout(() => pass(message), copy * everyMs)
  }
}

/** Holds each message for a time of its own, so that they overtake each other. */
export function reorderer(upToMs: number, random: () => number = Math.random): Meddler {
  return (message, pass) => {
    setTimeout(() => pass(message), upToMs * random())
  }
}

/** Loses that part of all messages, 0 to 1. */
export function dropper(part: number, random: () => number = Math.random): Meddler {
  return (message, pass) => {
    if (random() >= part) pass(message)
  }
}

/** Holds everything for that long, in order. */
export function delayer(ms: number): Meddler {
  return (message, pass) => {
    setTimeout(() => pass(message), ms)
  }
}
