import * as v from 'valibot'
import { parsePeerId } from '../identity/peerId'
import { type Person, PersonSchema } from './people'

/** More people than anyone knows; a forged import must not fill the disk or slow every ring. */
export const MAX_PEOPLE = 5_000

/** Whatever was stored, as people: a broken entry is left out and does not take the others with it. Never throws. */
export function parsePeople(stored: unknown): readonly Person[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((entry: unknown) => {
    const person = v.safeParse(PersonSchema, entry)
    return person.success ? [person.output] : []
  })
}

/** What a person says of a contact. `server`: where they are, null at one's own; undefined leaves it as it is. */
export interface ContactWords {
  readonly name: string
  readonly server?: string | null | undefined
}

/** Adds a contact, or gives one its new name. A blocked stranger who becomes a contact is no longer blocked; a blocked contact stays so. */
export function saveContact(
  people: readonly Person[],
  id: string,
  { name, server }: ContactWords,
  now: number,
): readonly Person[] {
  return change(people, id, now, ({ server: known, ...person }) => ({
    ...person,
    ...serverEntry(server === undefined ? known : server),
    name: name.trim(),
    contact: true,
    blocked: person.contact && person.blocked,
  }))
}

function serverEntry(server: string | null | undefined): Pick<Person, 'server'> {
  return server === null || server === undefined ? {} : { server }
}

/** Forgets the contact with its name and comparison; that they are blocked stays. */
export function removeContact(people: readonly Person[], id: string, now: number): readonly Person[] {
  return change(people, id, now, (person) => ({ ...person, name: '', contact: false, compared: false }))
}

export function setBlocked(people: readonly Person[], id: string, blocked: boolean, now: number): readonly Person[] {
  return change(people, id, now, (person) => ({ ...person, blocked }))
}

/** A plain PeerJS client has no key, so there is nothing to have compared. */
export function setCompared(people: readonly Person[], id: string, compared: boolean, now: number): readonly Person[] {
  return change(people, id, now, (person, kind) => ({ ...person, compared: compared && kind === 'tabcall' }))
}

/**
 * An imported list into the present one. Entries whose id is no id are left out. What this machine already knows
 * wins over the file: its names stay, and neither a comparison nor an unblocking is ever imported, since a forged
 * file could claim both.
 */
export function mergePeople(people: readonly Person[], imported: readonly Person[], now: number): readonly Person[] {
  return imported.reduce<readonly Person[]>((merged, theirs) => {
    return change(merged, theirs.id, now, (ours, kind) => ({
      ...ours,
      name: ours.name === '' ? theirs.name.trim() : ours.name,
      contact: ours.contact || theirs.contact,
      blocked: ours.blocked || theirs.blocked,
      compared: ours.compared && kind === 'tabcall',
      ...serverEntry(ours.server ?? theirs.server),
    }))
  }, people)
}

/** One person changed, or added; left out altogether when nothing is worth keeping. An id that is none changes nothing. */
function change(
  people: readonly Person[],
  typedId: string,
  now: number,
  edit: (person: Person, kind: 'tabcall' | 'plain') => Person,
): readonly Person[] {
  const parsed = parsePeerId(typedId)
  if (!parsed.ok) return people
  const { id, kind } = parsed.remote
  const known = people.find((person) => person.id === id)
  if (known === undefined && people.length >= MAX_PEOPLE) return people
  const present = known ?? { id, name: '', contact: false, blocked: false, compared: false, addedAt: now }
  const edited = edit(present, kind)
  const keep = edited.contact || edited.blocked
  if (known === undefined) return keep ? [...people, edited] : people
  return people.flatMap((person) => (person !== known ? [person] : keep ? [edited] : []))
}
