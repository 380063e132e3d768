import { describe, expect, it } from 'vitest'
import { formatPeopleFile, parsePeopleFile } from '../../src/options/peopleFile'
import type { Person } from '../../src/people/people'

const BO: Person = {
  id: 'K3F8M2Q7XW9B4TNZ6RVHC1DJ2',
  name: 'Bo “B” Ö',
  contact: true,
  blocked: false,
  compared: true,
  addedAt: 5,
}

describe('a file of people', () => {
  it('gives back what was put in', () => {
    expect(parsePeopleFile(formatPeopleFile([BO]))).toEqual({ people: [BO], broken: 0 })
    expect(parsePeopleFile(formatPeopleFile([]))).toEqual({ people: [], broken: 0 })
  })
  it('leaves out broken people and those with an ID that is none, and says how many', () => {
    const people = [BO, { id: 5 }, null, 'x', { ...BO, id: 'no/id' }]
    expect(parsePeopleFile(JSON.stringify({ tabcallPeople: 1, people }))).toEqual({ people: [BO], broken: 4 })
  })
  it.each(['', '{', 'null', '[]', '{"people":[]}', '{"tabcallPeople":2,"people":[]}', '{"tabcallPeople":1,"people":{}}'])(
    'is not %j',
    (text) => {
      expect(parsePeopleFile(text)).toBeNull()
    },
  )
})
