/** Whether a search finds somebody: a part of the name, or of the ID without its gaps. */
export function matches(search: string, name: string, id: string): boolean {
  const wanted = search.trim().toLocaleLowerCase()
  if (wanted === '' || name.toLocaleLowerCase().includes(wanted)) return true
  const joined = wanted.replaceAll(/[\s-]/gu, '')
  return joined !== '' && id.toLowerCase().includes(joined)
}
