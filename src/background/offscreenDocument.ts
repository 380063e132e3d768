import type { OffscreenApi, RuntimeApi } from './browserApi'

export interface OffscreenDocument {
  /** Resolves when the document is there and listens. Concurrent calls share one creation. */
  ensure(): Promise<void>
  /** Closes it and makes it again, for a new identity. */
  restart(): Promise<void>
  isUrl(url: string | null): boolean
}

/** The document that holds the call. The browser allows one; `path` is relative to the extension. */
export function makeOffscreenDocument(
  runtime: Pick<RuntimeApi, 'contexts' | 'getURL'>,
  offscreen: OffscreenApi,
  path: string,
): OffscreenDocument {
  let making: Promise<void> | null = null
  const url = runtime.getURL(path)

  async function exists(): Promise<boolean> {
    return (await runtime.contexts()).some((context) => context.kind === 'offscreen')
  }

  async function make(): Promise<void> {
    if (await exists()) return
    try {
      await offscreen.create(path)
    } catch (error) {
      // A service worker that died while creating it leaves the creation running: then it is there after all.
      if (!(await exists())) throw error
    }
  }

  function ensure(): Promise<void> {
    making ??= make().finally(() => {
      making = null
    })
    return making
  }

  return {
    ensure,
    async restart() {
      await making?.catch(() => undefined)
      if (await exists()) await offscreen.close()
      await ensure()
    },
    isUrl: (candidate) => candidate !== null && candidate.split(/[?#]/, 1)[0] === url,
  }
}
