import { beforeEach, describe, expect, it } from 'vitest'
import { Acquaintances } from '../../../src/offscreen/call/acquaintances'
import type { Person } from '../../../src/people/people'

const HOME = 'https://home.example/'
const OLD = 'https://old.example/'
const NEW = 'https://new.example/'

function bo(server?: string): Person {
  const person = { id: 'bo', name: 'Bo', contact: true, blocked: false, compared: false, addedAt: 1 }
  return server === undefined ? person : { ...person, server }
}

describe('where somebody is', () => {
  let acquaintances: Acquaintances
  const party = () => acquaintances.party({ kind: 'plain', id: 'bo' })
  beforeEach(() => {
    acquaintances = new Acquaintances()
    acquaintances.configure([], HOME)
  })

  it('is said by the invitation that they were called by, and shown to whoever adds them', () => {
    acquaintances.invited('bo', NEW)
    expect(acquaintances.serverOf('bo')).toBe(NEW)
    expect(party().server).toBe(NEW)
  })

  it('is our own server where nothing else is known, or where the invitation names just that', () => {
    expect(acquaintances.serverOf('bo')).toBeNull()
    acquaintances.invited('bo', HOME)
    expect(acquaintances.serverOf('bo')).toBeNull()
    expect(party().server).toBeNull()
  })

  it('is what is kept of them, unless they were called by another invitation since', () => {
    acquaintances.configure([bo(OLD)], HOME)
    expect(acquaintances.serverOf('bo')).toBe(OLD)
    acquaintances.invited('bo', NEW)
    acquaintances.configure([bo(OLD)], HOME)
    expect(acquaintances.serverOf('bo')).toBe(NEW)
  })

  it('is what was kept last, after an older invitation too', () => {
    acquaintances.invited('bo', OLD)
    acquaintances.configure([bo(NEW)], HOME)
    expect(acquaintances.serverOf('bo')).toBe(NEW)
    acquaintances.configure([bo()], HOME)
    expect(acquaintances.serverOf('bo')).toBeNull()
  })
})
