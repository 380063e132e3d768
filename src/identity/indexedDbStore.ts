import type { IdentityStore } from './identityStore'

const DATABASE = 'tabcall-identity'
const DATABASE_VERSION = 1
const OBJECT_STORE = 'identity'
/** There is one identity in a browser profile. */
const KEY = 'own'

/** The identity in IndexedDB, the one place of a browser that keeps a key without showing it. */
export function makeIndexedDbStore(factory: IDBFactory = indexedDB): IdentityStore {
  return {
    load: () => withStore(factory, 'readonly', (store) => store.get(KEY)),
    save: async (identity) => {
      await withStore(factory, 'readwrite', (store) => store.put(identity, KEY))
    },
    saveFirst: (identity) =>
      withStore(factory, 'readwrite', (store, then) => {
        const kept = store.get(KEY)
        kept.onsuccess = () => {
          if (kept.result !== undefined) return
          store.put(identity, KEY)
          then(identity)
        }
        return kept
      }),
  }
}

/**
 * One transaction with the result of its request, or of what `then` was given later in the same transaction.
 * Resolves when all of it is on disk, and closes the database, so that nothing keeps an upgrade waiting.
 */
async function withStore(
  factory: IDBFactory,
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore, then: (result: unknown) => void) => IDBRequest,
): Promise<unknown> {
  const database = await open(factory)
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(OBJECT_STORE, mode)
      let later: { readonly result: unknown } | null = null
      const request = use(transaction.objectStore(OBJECT_STORE), (result) => {
        later = { result }
      })
      transaction.oncomplete = () => resolve((later ?? request).result)
      transaction.onabort = () => reject(transaction.error ?? new DOMException('The transaction was aborted', 'AbortError'))
    })
  } finally {
    database.close()
  }
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(DATABASE, DATABASE_VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(OBJECT_STORE)
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new DOMException('The database is in use', 'AbortError'))
  })
}
