import type { BrowserCommand } from '../messaging/command'
import { mergePeople, parsePeople, removeContact, saveContact, setBlocked, setCompared } from '../people/contacts'
import type { Person } from '../people/people'
import type { StorageApi } from './browserApi'
import { makeStored } from './stored'

export type PeopleCommand = Extract<
  BrowserCommand,
  { type: 'saveContact' | 'removeContact' | 'setBlocked' | 'setCompared' | 'importPeople' }
>

export interface PeopleStore {
  read(): Promise<readonly Person[]>
  run(command: PeopleCommand): Promise<void>
}

/** Contacts and blocked ones under `people` in `storage.local`. */
export function makePeopleStore(area: StorageApi, now: () => number): PeopleStore {
  const stored = makeStored(area, 'people', parsePeople)
  return {
    read: stored.read,
    async run(command) {
      await stored.change((people) => edit(people, command, now()))
    },
  }
}

function edit(people: readonly Person[], command: PeopleCommand, now: number): readonly Person[] {
  switch (command.type) {
    case 'saveContact':
      return saveContact(people, command.id, command, now)
    case 'removeContact':
      return removeContact(people, command.id, now)
    case 'setBlocked':
      return setBlocked(people, command.id, command.blocked, now)
    case 'setCompared':
      return setCompared(people, command.id, command.compared, now)
    case 'importPeople':
      return mergePeople(people, command.people, now)
  }
}
