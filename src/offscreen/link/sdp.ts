/**
 * What is changed in a description that this side makes. All of it tells the other side how we want to receive, so it
 * stands in our own description, set locally and sent alike.
 */

/** The order of the media sections of every first offer, see `ports.ts` SLOTS. */
const SHARE_SOUND_SECTION = 3

/**
 * Where the other's bandwidth estimate starts, in kbit/s. From Chromium's own 300 the first key frame is paced out over
 * most of a second (measured: 374 against 481 ms at 200 ms round trip). A slower line is found out within a second.
 */
const START_KBPS = 1_500

/** Opus for shared sound: true stereo, and room for its highest rate (RFC 7587). */
const MUSIC_FMTP = { stereo: '1', 'sprop-stereo': '1', maxaveragebitrate: '510000', useinbandfec: '1', usedtx: '0' } as const

/** A stray packet is sent again where there is time: RED does not fit, two blocks of 256 kbit/s are larger than a packet. */
const MUSIC_FEEDBACK = 'nack'

/** Payload types that are free to be chosen; 64 to 95 would be taken for RTCP (RFC 5761, section 4). */
const DYNAMIC_TYPES = [...range(96, 127), ...range(35, 63)] as const

/** Our own offer or answer, as it should be set and sent. Sections keep their order; unknown lines stay. */
export function tuneDescription(sdp: string): string {
  const [session, ...sections] = splitSections(sdp)
  const tuned = sections.map((section, index) => {
    if (section[0]?.startsWith('m=video')) return withStartBitrate(section)
    if (index === SHARE_SOUND_SECTION && section[0]?.startsWith('m=audio')) {
      return withMusicParameters(isOffer(section) ? withTypesOfItsOwn(section, sections) : section)
    }
    return section
  })
  return [...(session ?? []), ...tuned.flat()].join('\r\n')
}

/** An answer that leaves it to the other side to begin the DTLS handshake (RFC 8842, section 5.3). */
export function withPassiveDtls(sdp: string): string {
  return sdp.replaceAll('a=setup:active', 'a=setup:passive')
}

/** An offer leaves the DTLS role open (RFC 8842, section 5.2). */
function isOffer(section: readonly string[]): boolean {
  return section.includes('a=setup:actpass')
}

/**
 * In a bundle a payload type means one thing only (RFC 8843, section 9.1.1), and music's Opus is another than the voice's.
 * An answer takes over the types of its offer.
 */
function withTypesOfItsOwn(section: readonly string[], sections: readonly (readonly string[])[]): string[] {
  const taken = new Set(sections.flatMap((each) => payloadTypes(each, /./)))
  const free = DYNAMIC_TYPES.filter((type) => !taken.has(String(type)))
  const renamed = new Map(payloadTypes(section, /^(opus|red)$/i).map((type, index) => [type, String(free[index] ?? type)]))
  const own = (type: string): string => renamed.get(type) ?? type
  return section.map((line) => {
    const media = /^(m=\S+ \S+ \S+ )(.*)$/.exec(line)
    if (media) return media[1] + (media[2] ?? '').split(' ').map(own).join(' ')
    const attribute = /^(a=(?:rtpmap|fmtp|rtcp-fb):)(\d+) (.*)$/.exec(line)
    const [, name, type, value] = attribute ?? []
    if (name === undefined || type === undefined || value === undefined) return line
    // RED's parameters are the payload types in it (RFC 2198, section 5).
    const blocks = name === 'a=fmtp:' && /^\d+(\/\d+)*$/.test(value) ? value.split('/').map(own).join('/') : value
    return `${name}${own(type)} ${blocks}`
  })
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** Lines of the session part, then of each media section. */
function splitSections(sdp: string): string[][] {
  const parts: string[][] = [[]]
  for (const line of sdp.split(/\r?\n/)) {
    if (line.startsWith('m=')) parts.push([])
    parts.at(-1)?.push(line)
  }
  return parts
}

/** Payload types of a section whose codec is one of the names. */
function payloadTypes(section: readonly string[], codecs: RegExp): string[] {
  return section.flatMap((line) => {
    const match = /^a=rtpmap:(\d+) ([^/]+)\//.exec(line)
    return match?.[1] !== undefined && match[2] !== undefined && codecs.test(match[2]) ? [match[1]] : []
  })
}

function withStartBitrate(section: readonly string[]): string[] {
  let lines = [...section]
  for (const type of payloadTypes(section, /^(VP8|VP9|AV1|H264)$/i)) {
    lines = withParameters(lines, type, { 'x-google-start-bitrate': String(START_KBPS) })
  }
  return lines
}

function withMusicParameters(section: readonly string[]): string[] {
  let lines = [...section]
  for (const type of payloadTypes(section, /^opus$/i)) {
    lines = withFeedback(withParameters(lines, type, MUSIC_FMTP), type, MUSIC_FEEDBACK)
  }
  return lines
}

/** Asks for a kind of feedback on a payload type (RFC 4585, section 4.2). */
function withFeedback(lines: readonly string[], type: string, kind: string): string[] {
  const wanted = `a=rtcp-fb:${type} ${kind}`
  if (lines.includes(wanted)) return [...lines]
  return lines.flatMap((line) => (line.startsWith(`a=rtpmap:${type} `) ? [line, wanted] : [line]))
}

/** Sets parameters in a payload type's fmtp line, made after its rtpmap line where there is none. */
function withParameters(lines: readonly string[], type: string, wanted: Readonly<Record<string, string>>): string[] {
  const prefix = `a=fmtp:${type} `
  const present = lines.find((line) => line.startsWith(prefix))
  const parameters = new Map<string, string | undefined>()
  for (const part of present?.slice(prefix.length).split(';') ?? []) {
    const [name, ...value] = part.trim().split('=')
    if (name !== undefined && name !== '') parameters.set(name, value.length > 0 ? value.join('=') : undefined)
  }
  for (const [name, value] of Object.entries(wanted)) parameters.set(name, value)
  const line = prefix + [...parameters].map(([name, value]) => (value === undefined ? name : `${name}=${value}`)).join(';')
  return lines.flatMap((old) => {
    if (old === present) return [line]
    if (present === undefined && old.startsWith(`a=rtpmap:${type} `)) return [old, line]
    return [old]
  })
}
