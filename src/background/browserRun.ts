import type { StorageApi } from './browserApi'
import { makeStored } from './stored'

/** Names this run of the browser: made at the first question, and gone with the browser. */
export function makeBrowserRun(session: StorageApi, makeId: () => string): () => Promise<string> {
  const run = makeStored(session, 'run', (stored) => (typeof stored === 'string' && stored !== '' ? stored : null))
  return async () => {
    const { after } = await run.change((known) => known ?? makeId())
    return after ?? makeId()
  }
}
