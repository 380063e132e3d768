import type { RuntimeApi, TabInfo, TabsApi, WindowsApi } from './browserApi'

/** A tab that certainly exists. */
export interface Tab extends TabInfo {
  readonly id: number
}

export function isTab(tab: TabInfo | undefined): tab is Tab {
  return tab?.id !== undefined && tab.id >= 0
}

/** The active tab of the normal window last looked at: a call window or a popup does not count. Null where there is none. */
export async function lookedAtTab(windows: Pick<WindowsApi, 'getLastNormal'>, tabs: Pick<TabsApi, 'query'>): Promise<Tab | null> {
  const window = await windows.getLastNormal().catch(() => null)
  if (window?.id === undefined) return null
  const [tab] = await tabs.query({ active: true, windowId: window.id })
  return isTab(tab) ? tab : null
}

/** Null where it is closed by now. */
export async function tabOf(tabs: Pick<TabsApi, 'get'>, tabId: number): Promise<Tab | null> {
  const tab = await tabs.get(tabId).catch(() => undefined)
  return isTab(tab) ? tab : null
}

/** One of Tabcall's own pages: neither an overlay nor a tab share makes sense there. */
export function isOwnTab(tab: TabInfo, runtime: Pick<RuntimeApi, 'getURL'>): boolean {
  return tab.url?.startsWith(runtime.getURL('')) ?? false
}
