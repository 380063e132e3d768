import type { BrowserCommand } from '../messaging/command'
import type { RuntimeApi, TabsApi, WindowsApi } from './browserApi'
import type { CallWindow } from './callWindow'

type Page = Extract<BrowserCommand, { type: 'openPage' }>['page']

export interface Pages {
  /** A page that is open already is brought to the front. */
  open(page: Page): Promise<void>
}

export function makePages(
  runtime: Pick<RuntimeApi, 'contexts' | 'getURL' | 'openOptionsPage'>,
  tabs: Pick<TabsApi, 'create' | 'update'>,
  windows: Pick<WindowsApi, 'update'>,
  callWindow: Pick<CallWindow, 'open'>,
): Pages {
  /** `part`: which of the page is to be seen. */
  async function openTab(path: string, part = ''): Promise<void> {
    const url = runtime.getURL(path)
    const standing = (await runtime.contexts()).find(
      (context) => context.kind === 'tab' && context.url?.split(/[?#]/, 1)[0] === url,
    )
    if (standing === undefined) {
      await tabs.create({ url: url + part })
      return
    }
    await tabs.update(standing.tabId, { active: true, ...(part === '' ? {} : { url: url + part }) })
    await windows.update(standing.windowId, { focused: true })
  }

  return {
    async open(page) {
      switch (page) {
        case 'options':
          return runtime.openOptionsPage()
        case 'people':
          return openTab('src/options/index.html', '#people')
        case 'callWindow':
          return callWindow.open(true)
        case 'onboarding':
        case 'viewer':
          return openTab(`src/${page}/index.html`)
      }
    },
  }
}
