import * as v from 'valibot'
import { parsePeerId } from '../identity/peerId'
import { parsePeople } from '../people/contacts'
import type { Person } from '../people/people'

export const PEOPLE_FILE_NAME = 'tabcall-people.json'

/** 5,000 people with long names are 1.5 MB. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024

const FileSchema = v.object({ tabcallPeople: v.literal(1), people: v.array(v.unknown()) })

/** Contacts and blocked ones as JSON, to be read on another machine. */
export function formatPeopleFile(people: readonly Person[]): string {
  return `${JSON.stringify({ tabcallPeople: 1, people }, null, 2)}\n`
}

export interface PeopleFile {
  readonly people: readonly Person[]
  /** How many entries cannot be read, or name nobody who can be called. */
  readonly broken: number
}

/** The people in a file, broken entries left out; null where it is no such file. */
export function parsePeopleFile(text: string): PeopleFile | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const file = v.safeParse(FileSchema, json)
  if (!file.success) return null
  const people = parsePeople(file.output.people).filter(({ id }) => parsePeerId(id).ok)
  return { people, broken: file.output.people.length - people.length }
}
