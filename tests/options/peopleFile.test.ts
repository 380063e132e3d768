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
    expect(parsePeopleFile(formatPeopleFile([BO]))).toEqual([BO])
    expect(parsePeopleFile(formatPeopleFile([]))).toEqual([])
  })
  it('leaves out broken people', () => {
    expect(parsePeopleFile(JSON.stringify({ tabcallPeople: 1, people: [BO, { id: 5 }, null, 'x'] }))).toEqual([BO])
  })
  it.each(['', '{', 'null', '[]', '{"people":[]}', '{"tabcallPeople":2,"people":[]}', '{"tabcallPeople":1,"people":{}}'])(
    'is not %j',
    (text) => {
      expect(parsePeopleFile(text)).toBeNull()
    },
  )
})
