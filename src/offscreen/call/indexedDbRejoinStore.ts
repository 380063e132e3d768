import type { RejoinStore, Remembered } from './rejoinMemory'

const DATABASE = 'tabcall-call'
const STORE = 'rejoin'
const KEY = 'call'

/** In IndexedDB, since an offscreen document has no `storage`. */
export function makeIndexedDbRejoinStore(factory: IDBFactory): RejoinStore {
  async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await settle(open(factory))
    try {
      return await settle(act(database.transaction(STORE, mode).objectStore(STORE)))
    } finally {
      database.close()
    }
  }
  return {
    load: () => run<unknown>('readonly', (store) => store.get(KEY)),
    save: async (value: Remembered) => {
      await run('readwrite', (store) => store.put(value, KEY))
    },
    clear: async () => {
      await run('readwrite', (store) => store.delete(KEY))
    },
  }
}

function open(factory: IDBFactory): IDBOpenDBRequest {
  const request = factory.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return request
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
