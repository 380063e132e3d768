import { formatInvitation } from '../protocol/invitation'

/** What calls somebody: their ID, with their signaling server where it is known to be another than ours. */
export function dialText(id: string, server: string | undefined): string {
  return server === undefined ? id : formatInvitation({ id, server })
}
