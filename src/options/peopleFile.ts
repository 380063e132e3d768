import * as v from 'valibot'
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

/** The people in a file, broken entries left out; null where it is no such file. */
export function parsePeopleFile(text: string): readonly Person[] | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const file = v.safeParse(FileSchema, json)
  return file.success ? parsePeople(file.output.people) : null
}
