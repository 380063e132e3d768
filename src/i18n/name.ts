import { groupPeerId } from '../identity/peerId'
import type { Party } from '../messaging/snapshot'

/** Who it is, as plain text: own name, else their own words in quotes, else the ID in groups. */
export function partyName(party: Pick<Party, 'name' | 'claimedName' | 'remote'>): string {
  if (party.name) return party.name
  if (party.claimedName) return `“${party.claimedName}”`
  return groupPeerId(party.remote.id).join(' ')
}
