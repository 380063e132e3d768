import * as v from 'valibot'
import { MAX_CANDIDATE_CHARACTERS, MAX_SDP_CHARACTERS } from './limits'

/**
 * Whether a candidate names an address as a number or an mDNS name (RFC 8839 section 5.1). Any other host name would
 * have this browser look it up, and tell the other side's name server that, and from where.
 */
export function isSafeCandidate(candidate: string): boolean {
  if (candidate === '') return true
  if (candidate.length > MAX_CANDIDATE_CHARACTERS) return false
  return /^candidate:\S{1,64} \d{1,5} [A-Za-z]{3,8} \d{1,10} (?:[0-9A-Fa-f:.]+|[0-9A-Za-z-]+\.local) \d{1,5} typ [a-z]+(?: [ -~]*)?$/.test(
    candidate,
  )
}

/** An SDP by its looks: size, first line, at least one media section, and no candidate that names a host. */
export const SdpSchema = v.pipe(
  v.string(),
  v.maxLength(MAX_SDP_CHARACTERS),
  v.regex(/^v=0\r?\n/),
  v.regex(/\nm=[a-z]+ /),
  v.check((sdp) => !sdp.includes('\0')),
  v.check((sdp) => sdp.split('\n').every((line) => !line.startsWith('a=candidate:') || isSafeCandidate(line.slice(2).trimEnd()))),
)
