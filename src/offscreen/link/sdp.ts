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

/** Our own offer or answer, as it should be set and sent. Sections keep their order; unknown lines stay. */
export function tuneDescription(sdp: string): string {
  const [session, ...sections] = splitSections(sdp)
  const tuned = sections.map((section, index) => {
    if (section[0]?.startsWith('m=video')) return withStartBitrate(section)
    if (index === SHARE_SOUND_SECTION && section[0]?.startsWith('m=audio')) return withMusicFmtp(section)
    return section
  })
  return [...(session ?? []), ...tuned.flat()].join('\r\n')
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

function withMusicFmtp(section: readonly string[]): string[] {
  let lines = [...section]
  for (const type of payloadTypes(section, /^opus$/i)) lines = withParameters(lines, type, MUSIC_FMTP)
  return lines
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
