/** An ID is read out and typed in groups; a plain PeerJS id may have dashes of its own. */
const GAPS = /[\s-]/gu

/** Whether a search finds somebody: a part of the name, or of the ID without its gaps. */
export function matches(search: string, name: string, id: string): boolean {
  const wanted = search.trim().toLocaleLowerCase()
  if (wanted === '' || name.toLocaleLowerCase().includes(wanted)) return true
  const joined = wanted.replaceAll(GAPS, '')
  return joined !== '' && id.toLowerCase().replaceAll(GAPS, '').includes(joined)
}
