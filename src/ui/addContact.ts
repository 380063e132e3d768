import type { BrowserCommand } from '../messaging/command'
import type { Party } from '../messaging/snapshot'
import type { Invitation } from '../protocol/invitation'
import { ask } from './ask'

/** Keeps the other side of a call as a contact, under this name, with the server where they are. */
export function addContact(party: Pick<Party, 'remote' | 'server'>, name: string): void {
  ask({ type: 'saveContact', id: party.remote.id, name, ...(party.server === null ? {} : { server: party.server }) })
}

/** What keeps whom an invitation names. The newest one knows best where they are; an ID alone says nothing of it. */
export function addInvited(
  { remote, server }: Pick<Invitation, 'remote' | 'server'>,
  own: { readonly name: string; readonly ownServer: string | null },
): Extract<BrowserCommand, { type: 'saveContact' }> {
  const elsewhere = server === own.ownServer ? null : server
  return { type: 'saveContact', id: remote.id, name: own.name, ...(server === null ? {} : { server: elsewhere }) }
}
