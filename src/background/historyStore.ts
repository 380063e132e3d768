import { addCall, deleteCalls, markSeen, missedCount, parseCalls, pruneCalls, type RecordedCall } from '../people/history'
import type { StorageApi } from './browserApi'
import { makeStored } from './stored'

export interface HistoryStore {
  /** Whether it is a new one: a record that comes again must not be announced again. */
  add(record: RecordedCall): Promise<boolean>
  delete(callIds: readonly string[]): Promise<void>
  markSeen(): Promise<void>
  missedCount(): Promise<number>
}

export interface HistoryPorts {
  /** How long calls are kept. */
  readonly days: () => Promise<number>
  readonly isContact: () => Promise<(id: string) => boolean>
  readonly now: () => number
}

/** The calls under `calls` in `storage.local`, kept as many days as the settings say. */
export function makeHistoryStore(area: StorageApi, { days, isContact, now }: HistoryPorts): HistoryStore {
  const stored = makeStored(area, 'calls', parseCalls)
  return {
    async add(record) {
      const [kept, known] = await Promise.all([days(), isContact()])
      const { before } = await stored.change((calls) => pruneCalls(addCall(calls, record), kept, now(), known))
      return before.every((call) => call.callId !== record.callId)
    },
    async delete(callIds) {
      await stored.change((calls) => deleteCalls(calls, callIds))
    },
    async markSeen() {
      await stored.change(markSeen)
    },
    async missedCount() {
      const [kept, known] = await Promise.all([days(), isContact()])
      return missedCount((await stored.change((calls) => pruneCalls(calls, kept, now(), known))).after)
    },
  }
}
