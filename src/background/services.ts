import type { Snapshot } from '../messaging/snapshot'
import type { RecordedCall } from '../people/history'
import { makeActionButton } from './actionButton'
import { actionLook, callLook } from './badge'
import type { BrowserApi } from './browserApi'
import { makeBrowserRun } from './browserRun'
import { makeCallActions } from './callActions'
import { makeCallWindow } from './callWindow'
import type { Clock } from './clock'
import { type ContentMessages, makeContentDoor } from './contentDoor'
import { makeContextMenu, menuItems } from './contextMenu'
import { makeDocumentWatch } from './documentWatch'
import { makeHistoryStore } from './historyStore'
import { type HostSenders, makeHostLink } from './hostLink'
import { lookedAtTab, type Tab, tabOf } from './lookedAt'
import { makeCallNotifications } from './notifications'
import { makeOffscreenDocument } from './offscreenDocument'
import { makeOverlays } from './overlays'
import { makePages } from './pages'
import { makePeopleStore } from './peopleStore'
import { makeSettingsStore } from './settingsStore'
import { makeSnapshotCache } from './snapshotCache'
import { makeStored } from './stored'
import { makeTabShare } from './tabShare'
import type { Translate } from './translate'

export interface ServicePorts {
  readonly api: BrowserApi
  readonly send: HostSenders
  readonly content: ContentMessages
  readonly offscreenPath: string
  /** Resolves when no offscreen document lives. */
  readonly documentEnded: () => Promise<void>
  readonly t: Translate
  readonly clock: Clock
  /** Unguessable. */
  readonly makeId: () => string
  readonly onError: (error: unknown) => void
}

export type Services = ReturnType<typeof makeServices>

/** Everything the service worker is made of, put together; no listener is registered here. */
export function makeServices({ api, send, content, offscreenPath, documentEnded, t, clock, makeId, onError }: ServicePorts) {
  const offscreen = makeOffscreenDocument(api.runtime, api.offscreen, offscreenPath)
  const watchDocument = makeDocumentWatch({ ended: documentEnded, ensure: offscreen.ensure, clock, onError })
  const link = makeHostLink(offscreen, send)
  const snapshots = makeSnapshotCache()
  const settings = makeSettingsStore(api.local)
  const people = makePeopleStore(api.local, clock.now)
  const history = makeHistoryStore(api.local, {
    days: async () => (await settings.read()).historyDays,
    isContact,
    now: clock.now,
  })
  const run = makeBrowserRun(api.session, makeId)
  const ticks = makeStored(api.session, 'tick', (stored) => (typeof stored === 'number' ? stored : null))
  const lookedAt = (): Promise<Tab | null> => lookedAtTab(api.windows, api.tabs)
  const tab = (tabId: number): Promise<Tab | null> => tabOf(api.tabs, tabId)
  const callWindow = makeCallWindow(api.runtime, api.windows, api.session)
  const share = makeTabShare({ ...api }, link, clock, () => overlays.refresh())
  const overlays = makeOverlays({
    door: makeContentDoor(content, api.scripting, clock),
    window: callWindow,
    lookedAt,
    sharedTabId: share.pictureTabId,
    capturingTabId: share.overlayTabId,
    contexts: api.runtime.contexts,
    everyTab: api.permissions.everyTab,
    session: api.session,
    link,
    clock,
    onError,
  })
  const button = makeActionButton(api.action, onError)
  const menu = makeContextMenu(api.menus, onError)
  const notifications = makeCallNotifications(api.notifications, t, onError)
  const pages = makePages(api.runtime, api.tabs, api.windows, callWindow)
  const actions = makeCallActions(link, snapshots, share, settings.read)

  async function isContact(): Promise<(id: string) => boolean> {
    const contacts = new Set((await people.read()).filter(({ contact }) => contact).map(({ id }) => id))
    return (id) => contacts.has(id)
  }

  async function doNotDisturb(): Promise<boolean> {
    return (await settings.read()).doNotDisturbUntil > clock.now()
  }

  /**
   * The missed calls and do not disturb are read again: both change with time alone. In a call neither is shown, and
   * reading a long history would only hold it up.
   */
  async function showButton(): Promise<void> {
    const inCall = callLook(snapshots.latest, t)
    if (inCall !== null) {
      button.show(inCall)
      return
    }
    const [missed, silenced] = await Promise.all([history.missedCount(), doNotDisturb()])
    button.show(actionLook(snapshots.latest, missed, silenced, t))
  }

  async function configure(): Promise<void> {
    const [present, known, session] = await Promise.all([settings.read(), people.read(), run()])
    await link.host({ type: 'configure', settings: present, people: [...known], session })
  }

  function follow(snapshot: Snapshot): void {
    menu.show(menuItems(snapshot, t))
    notifications.follow(snapshot)
    overlays.follow(snapshot)
    showButton().catch(onError)
    share.follow(snapshot).catch(onError)
  }

  /** Written once; a record that comes again announces nothing. */
  async function record(call: RecordedCall): Promise<void> {
    const fresh = await history.add(call)
    await showButton()
    if (!fresh || call.outcome !== 'missed') return
    const person = (await people.read()).find((candidate) => candidate.id === call.remote.id)
    const present = snapshots.latest?.call
    const party = present !== undefined && 'party' in present && present.callId === call.callId ? present.party : null
    const [isKnown, silent] = await Promise.all([isContact(), doNotDisturb()])
    await notifications.missed(call.remote, person?.name || null, party, { isKnown, silent })
  }

  /** Milliseconds since the last question; 0 at the first one of this run of the browser. */
  async function sinceLastTick(): Promise<number> {
    const now = clock.now()
    const { before } = await ticks.change(() => now)
    return before === null ? 0 : now - before
  }

  snapshots.subscribe(follow)
  return {
    clock,
    offscreen,
    watchDocument,
    link,
    snapshots,
    settings,
    people,
    history,
    lookedAt,
    tab,
    share,
    overlays,
    menu,
    notifications,
    pages,
    actions,
    menuItems: () => menuItems(snapshots.latest, t),
    showButton,
    configure,
    record,
    sinceLastTick,
  } as const
}
