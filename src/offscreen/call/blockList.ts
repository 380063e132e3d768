import type { OutgoingMessage } from '../signaling/registration'
import { hashIds } from './idList'

/** Whom the server answers for us that we are not there: those blocked, or all but those allowed ("contacts only"). */
export interface DoorList {
  readonly kind: 'block' | 'allow'
  readonly ids: readonly string[]
}

/** The list as the server gets it. */
export async function makeBlockList({ kind, ids }: DoorList): Promise<OutgoingMessage> {
  return { type: 'TABCALL-BLOCKS', payload: { ...(await hashIds(ids)), kind } }
}
