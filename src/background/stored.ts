import type { StorageApi } from './browserApi'

/** One key of a storage area with one writer: changes wait for each other, so none is lost. */
export interface Stored<T> {
  read(): Promise<T>
  /** The value as it was and as it is now. What `edit` returns unchanged is not written. */
  change(edit: (value: T) => T): Promise<{ readonly before: T; readonly after: T }>
}

/** `parse` takes whatever is there, also nothing, and never throws. */
export function makeStored<T>(area: StorageApi, key: string, parse: (stored: unknown) => T): Stored<T> {
  let last: Promise<unknown> = Promise.resolve()

  async function load(): Promise<T> {
    return parse((await area.get(key))[key])
  }

  function queued<R>(task: () => Promise<R>): Promise<R> {
    const result = last.then(task, task)
    last = result.catch(() => undefined)
    return result
  }

  return {
    read: () => queued(load),
    change: (edit) =>
      queued(async () => {
        const before = await load()
        const after = edit(before)
        if (after !== before) await area.set({ [key]: after })
        return { before, after }
      }),
  }
}
