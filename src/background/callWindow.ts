import * as v from 'valibot'
import type { RuntimeApi, StorageApi, WindowsApi } from './browserApi'
import { makeStored } from './stored'

export const CALL_WINDOW_PATH = 'src/overlay/index.html?window'

/** Big enough for the controls of a call and one more line, and for the browser's own question about every tab; small enough to lie beside a page. */
const SIZE = { width: 460, height: 390 }

const OpenSchema = v.nullable(v.object({ windowId: v.number() }))

export interface CallWindow {
  /** One only: a second call brings the first to the front when it asks for the focus. */
  open(focused: boolean): Promise<void>
  close(): Promise<void>
  /** Whether the window that was closed was ours, and the person closed it. */
  closedByPerson(windowId: number): Promise<boolean>
}

export function makeCallWindow(
  runtime: Pick<RuntimeApi, 'contexts' | 'getURL'>,
  windows: Pick<WindowsApi, 'create' | 'update' | 'remove'>,
  session: StorageApi,
): CallWindow {
  const opened = makeStored(session, 'callWindow', (stored) => {
    const parsed = v.safeParse(OpenSchema, stored ?? null)
    return parsed.success ? parsed.output : null
  })
  const url = runtime.getURL(CALL_WINDOW_PATH)
  let last: Promise<void> = Promise.resolve()

  /** Opening and closing wait for each other, or two windows could be made. */
  function inTurn(task: () => Promise<void>): Promise<void> {
    last = last.then(task, task)
    return last
  }

  async function standing(): Promise<readonly number[]> {
    const contexts = await runtime.contexts()
    return contexts.filter((context) => context.kind === 'tab' && context.url === url).map((context) => context.windowId)
  }

  return {
    open: (focused) =>
      inTurn(async () => {
        const [windowId] = await standing()
        const known = windowId ?? (await opened.read())?.windowId
        if (known !== undefined) {
          const there = await windows.update(known, focused ? { focused } : {}).then(
            () => true,
            () => false,
          )
          if (there) return
        }
        const window = await windows.create({ url: CALL_WINDOW_PATH, type: 'popup', ...SIZE, focused })
        const id = window.id
        if (id !== undefined) await opened.change(() => ({ windowId: id }))
      }),
    close: () =>
      inTurn(async () => {
        const ids = new Set(await standing())
        const known = await opened.read()
        if (known !== null) ids.add(known.windowId)
        if (ids.size === 0) return
        // Forgotten first: its closing is then not taken for the person's.
        await opened.change(() => null)
        await Promise.all([...ids].map((id) => windows.remove(id).catch(() => undefined)))
      }),
    async closedByPerson(windowId) {
      if ((await opened.read())?.windowId !== windowId) return false
      await opened.change(() => null)
      return true
    },
  }
}
