/** How many colours `[data-hue]` has in the style sheet. */
const HUES = 12
const MAX_INITIALS = 2

/** A colour that only the ID decides: the same on every machine. */
export function hueOf(id: string): number {
  let sum = 0
  for (const letter of id.toUpperCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521
  return sum % HUES
}

/** First letters of the first and the last word; of an ID the first two. */
export function initials(name: string | null, id: string): string {
  const words = (name ?? '').split(/\s+/u).filter((word) => word !== '')
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words
  const letters = chosen.map((word) => [...(word ?? '')][0] ?? '').slice(0, MAX_INITIALS)
  return (letters.length > 0 ? letters.join('') : id.slice(0, MAX_INITIALS)).toUpperCase()
}
