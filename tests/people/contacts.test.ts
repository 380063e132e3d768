import { describe, expect, it } from 'vitest'
import { peerIdFromPublicKey } from '../../src/identity/peerId'
import {
  MAX_PEOPLE,
  mergePeople,
  parsePeople,
  removeContact,
  saveContact,
  setBlocked,
  setCompared,
} from '../../src/people/contacts'
import type { Person } from '../../src/people/people'

const NOW = 1_800_000_000_000
const bo = await peerIdFromPublicKey(new Uint8Array(32).fill(1))
const ann = await peerIdFromPublicKey(new Uint8Array(32).fill(2))

function person(id: string, changes: Partial<Person> = {}): Person {
  return { id, name: '', contact: false, blocked: false, compared: false, addedAt: NOW, ...changes }
}

describe('contacts', () => {
  it('adds a contact under the ID as it is on the wire, however it was typed', () => {
    const typed = ` ${bo.slice(0, 5).toLowerCase()}-${bo.slice(5)} `
    expect(saveContact([], typed, { name: ' Bo ' }, NOW)).toEqual([person(bo, { name: 'Bo', contact: true })])
  })

  it('renames without forgetting what else is known', () => {
    const known = person(bo, { name: 'Bo', contact: true, blocked: true, compared: true, addedAt: 5 })
    expect(saveContact([known], bo, { name: 'Bosse' }, NOW)).toEqual([{ ...known, name: 'Bosse' }])
  })

  it('keeps where they are, until it is said anew; at our own server nothing needs keeping', () => {
    const server = 'https://calls.example/'
    const added = saveContact([], bo, { name: 'Bo', server }, NOW)
    expect(added).toEqual([person(bo, { name: 'Bo', contact: true, server })])
    expect(saveContact(added, bo, { name: 'Bosse' }, NOW)[0]?.server).toBe(server)
    expect(saveContact(added, bo, { name: 'Bo', server: 'https://new.example/' }, NOW)[0]?.server).toBe('https://new.example/')
    expect(saveContact(added, bo, { name: 'Bo', server: null }, NOW)).toEqual([person(bo, { name: 'Bo', contact: true })])
  })

  it('unblocks a stranger who becomes a contact', () => {
    expect(saveContact(setBlocked([], bo, true, NOW), bo, { name: 'Bo' }, NOW)[0]?.blocked).toBe(false)
  })

  it('keeps a blocked one blocked when the contact is removed, and forgets one that is neither', () => {
    const both = setBlocked(saveContact([], bo, { name: 'Bo' }, NOW), bo, true, NOW)
    const blocked = removeContact(both, bo, NOW)
    expect(blocked).toEqual([person(bo, { blocked: true })])
    expect(setBlocked(blocked, bo, false, NOW)).toEqual([])
  })

  it('never says that words were compared with a client that has no key', () => {
    const plain = saveContact([], 'some-plain-id', { name: 'Plain' }, NOW)
    expect(setCompared(plain, 'some-plain-id', true, NOW)[0]?.compared).toBe(false)
    expect(setCompared(saveContact([], bo, { name: 'Bo' }, NOW), bo, true, NOW)[0]?.compared).toBe(true)
  })

  it('changes nothing for what is no ID', () => {
    const people = saveContact([], bo, { name: 'Bo' }, NOW)
    expect(saveContact(people, 'a b/c', { name: 'X' }, NOW)).toBe(people)
    expect(setBlocked(people, `${bo.slice(0, -1)}${bo.endsWith('0') ? '1' : '0'}`, true, NOW)).toBe(people)
  })

  it('holds no more people than its limit', () => {
    const full = Array.from({ length: MAX_PEOPLE }, (_, index) => person(`p${index}`, { contact: true }))
    expect(saveContact(full, bo, { name: 'Bo' }, NOW)).toBe(full)
    expect(saveContact(full, 'p0', { name: 'New name' }, NOW)[0]?.name).toBe('New name')
  })
})

describe('import', () => {
  it('adds the new, keeps own names, and takes neither a comparison nor an unblocking from a file', () => {
    const own = [person(bo, { name: 'Bo', contact: true, blocked: true })]
    const file = [
      person(bo, { name: 'Mallory', contact: true, compared: true, server: 'https://calls.example/' }),
      person(ann, { name: 'Ann', contact: true, compared: true, addedAt: 3 }),
      person('no/id', { contact: true }),
      person(bo.toLowerCase(), { contact: true, name: 'twice' }),
    ]
    expect(mergePeople(own, file, NOW)).toEqual([
      person(bo, { name: 'Bo', contact: true, blocked: true, server: 'https://calls.example/' }),
      person(ann, { name: 'Ann', contact: true }),
    ])
  })
})

describe('stored people', () => {
  it('leaves out broken entries and no others', () => {
    expect(parsePeople([person(bo), { id: 5 }, null, person(ann)]).map(({ id }) => id)).toEqual([bo, ann])
    for (const junk of [undefined, null, 'people', { length: 1 }]) expect(parsePeople(junk)).toEqual([])
  })
})
