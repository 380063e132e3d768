/**
 * The parts of the browser that the service worker uses, and no more: `chromeApi.ts` has the real ones, the unit
 * tests one in memory. Everything is promised; ids and times are as the browser has them.
 */
export interface BrowserEvent<Args extends unknown[]> {
  addListener(listener: (...args: Args) => void): void
}

export interface TabInfo {
  readonly id?: number | undefined
  readonly windowId?: number | undefined
  readonly active?: boolean
  /** Only where the extension may see it: activeTab, a host permission, or our own page. */
  readonly url?: string | undefined
  readonly title?: string | undefined
  /** `unloaded`: nothing runs in it, as after a crash. */
  readonly status?: string | undefined
}

export interface TabsApi {
  query(query: { active?: boolean; windowId?: number }): Promise<readonly TabInfo[]>
  get(tabId: number): Promise<TabInfo>
  create(properties: { url: string }): Promise<TabInfo>
  update(tabId: number, properties: { active: boolean; url?: string }): Promise<unknown>
  sendMessage(tabId: number, message: unknown, options: { frameId: number }): Promise<unknown>
  readonly onActivated: BrowserEvent<[{ readonly tabId: number; readonly windowId: number }]>
  readonly onUpdated: BrowserEvent<
    [number, { readonly status?: string; readonly discarded?: boolean; readonly title?: string }, TabInfo]
  >
  readonly onRemoved: BrowserEvent<[number]>
  readonly onReplaced: BrowserEvent<[added: number, removed: number]>
}

export interface WindowsApi {
  /** The normal window last looked at; rejects where there is none. */
  getLastNormal(): Promise<{ readonly id?: number | undefined }>
  create(properties: {
    url: string
    type: 'popup'
    width: number
    height: number
    focused: boolean
  }): Promise<{ readonly id?: number | undefined }>
  update(windowId: number, properties: { focused?: boolean }): Promise<unknown>
  remove(windowId: number): Promise<void>
  readonly onFocusChanged: BrowserEvent<[number]>
  readonly onRemoved: BrowserEvent<[number]>
}

/** One of our own documents, as `runtime.getContexts` lists it. */
export interface OwnContext {
  readonly kind: 'offscreen' | 'popup' | 'tab' | 'other'
  readonly url: string | null
  readonly tabId: number
  readonly windowId: number
}

export interface RuntimeApi {
  getURL(path: string): string
  contexts(): Promise<readonly OwnContext[]>
  openOptionsPage(): Promise<void>
  readonly onStartup: BrowserEvent<[]>
  readonly onInstalled: BrowserEvent<[{ readonly reason: string }]>
}

export interface OffscreenApi {
  create(url: string): Promise<void>
  close(): Promise<void>
}

export interface StorageApi {
  get(key: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
}

export interface MenuItem {
  readonly id: string
  readonly title: string
  readonly contexts: readonly ['all'] | readonly ['selection']
}

export interface MenusApi {
  /** Rejects where the item exists. */
  create(item: MenuItem): Promise<void>
  /** Rejects where it does not. */
  update(id: string, changes: { title: string }): Promise<void>
  remove(id: string): Promise<void>
  readonly onClicked: BrowserEvent<[{ readonly menuItemId: string | number; readonly selectionText?: string }, TabInfo?]>
}

export interface NotificationOptions {
  readonly title: string
  readonly message: string
  readonly buttons: readonly string[]
  readonly requireInteraction: boolean
  readonly silent: boolean
}

export interface NotificationsApi {
  /** Replaces one of the same id. */
  show(id: string, options: NotificationOptions): Promise<void>
  clear(id: string): Promise<void>
  ids(): Promise<readonly string[]>
  readonly onClicked: BrowserEvent<[string]>
  readonly onButtonClicked: BrowserEvent<[string, number]>
}

export interface ActionApi {
  setBadgeText(details: { text: string }): Promise<void>
  setBadgeBackgroundColor(details: { color: string }): Promise<void>
  setTitle(details: { title: string }): Promise<void>
  setIcon(details: { path: Record<string, string> }): Promise<void>
}

export interface AlarmsApi {
  create(name: string, info: { periodInMinutes: number }): void
  readonly onAlarm: BrowserEvent<[{ readonly name: string }]>
}

export interface ScriptingApi {
  /** Injects a script of ours into the top frame; rejects where the browser does not allow it. */
  injectFile(tabId: number, file: string): Promise<void>
  /** Runs a self-contained function in the top frame and gives what it resolves to, unparsed. */
  run<Args extends unknown[]>(tabId: number, func: (...args: Args) => unknown, args: Args): Promise<unknown>
}

export interface CaptureApi {
  /** Rejects where the person has not invoked the extension on that tab. */
  streamId(tabId: number): Promise<string>
}

export interface PermissionsApi {
  /** Whether "Show calls on every tab" was granted. */
  everyTab(): Promise<boolean>
  readonly onAdded: BrowserEvent<[]>
  readonly onRemoved: BrowserEvent<[]>
}

export interface BrowserApi {
  readonly runtime: RuntimeApi
  readonly offscreen: OffscreenApi
  readonly tabs: TabsApi
  readonly windows: WindowsApi
  readonly local: StorageApi
  /** In memory of the browser: outlives the service worker, not the browser. */
  readonly session: StorageApi
  readonly menus: MenusApi
  readonly notifications: NotificationsApi
  readonly action: ActionApi
  readonly alarms: AlarmsApi
  readonly commands: { readonly onCommand: BrowserEvent<[string, TabInfo?]> }
  readonly scripting: ScriptingApi
  readonly capture: CaptureApi
  readonly permissions: PermissionsApi
}
