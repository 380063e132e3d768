import { MAX_NAME_CHARACTERS, MAX_TITLE_CHARACTERS } from './limits'

/**
 * A name that somebody gave themselves, fit to be shown: no control, direction or invisible characters, one line,
 * at most 40 graphemes and 40 UTF-16 units, cut between graphemes. It stays plain text: never markup.
 */
export function sanitizeName(text: string): string {
  return sanitize(text, MAX_NAME_CHARACTERS)
}

/** The same for titles of pages and songs, up to 200. */
export function sanitizeTitle(text: string): string {
  return sanitize(text, MAX_TITLE_CHARACTERS)
}

function sanitize(text: string, limit: number): string {
  // Long before any segmenting, so that a huge text costs nothing.
  const bounded = text.slice(0, limit * 20)
  const tame = bounded
    .replaceAll(UNSEEN, '')
    .replaceAll(/[\s\p{C}\p{Z}]+/gu, ' ')
    .trim()
  return cutBetweenGraphemes(tame, limit).trimEnd()
}

/**
 * Direction overrides, isolates and marks, zero-width characters, tags, variation selectors and fillers that show as
 * nothing. The joiner of emoji goes too: a family falls apart into its people, which harms nobody.
 */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800\uFFFC\uFFFD]/gu

function cutBetweenGraphemes(text: string, limit: number): string {
  let cut = ''
  let count = 0
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    count += 1
    if (count > limit || cut.length + segment.length > limit) break
    cut += segment
  }
  return cut
}
