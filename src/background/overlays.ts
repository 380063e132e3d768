import * as v from 'valibot'
import type { OverlayMode } from '../messaging/contentMessages'
import type { Snapshot } from '../messaging/snapshot'
import type { PermissionsApi, RuntimeApi, StorageApi } from './browserApi'
import type { CallWindow } from './callWindow'
import type { Clock } from './clock'
import type { HostLink } from './hostLink'
import { makeLatestOnly } from './latestOnly'
import type { Tab } from './lookedAt'
import { callWindowPlan, ENDED_SHOWN_MS, type OverlayWish, overlayTarget, overlayWish } from './overlayPlacement'
import { makeStored } from './stored'

/** The content script in a tab. */
export interface OverlayDoor {
  /** Injects it where it is not yet, and mounts; does nothing where it stands already. Resolves whether it stands. Never rejects. */
  mount(tabId: number, mode: OverlayMode): Promise<boolean>
  setMode(tabId: number, mode: OverlayMode): Promise<void>
  unmount(tabId: number): Promise<void>
  /** Moves the keyboard into the overlay. */
  focus(tabId: number): Promise<void>
}

/** A tab that cannot hold the overlay is often only passed through (a new tab, a sign-in): no window flashes up for it. */
const CALL_WINDOW_GRACE_MS = 1_500

/** Nothing tells that the popup was closed; until then this often is quick enough. */
const POPUP_RECHECK_MS = 1_000

/** `loading` comes before the new document is there; the overlay is back as soon as one of these finds it. */
const NAVIGATION_RETRIES_MS = [100, 300, 800, 2_000]

const StateSchema = v.object({
  /** Every tab with a mounted content script; the last is where the overlay stands. */
  mounted: v.array(v.number()),
  pinned: v.nullable(v.number()),
  /** Where the page removed the overlay for good; forgotten when the tab navigates. */
  lost: v.nullable(v.number()),
  /** The call whose window the person closed. */
  closedFor: v.nullable(v.string()),
  /** The call that was told already why there is no overlay. */
  toldFor: v.nullable(v.string()),
})
type State = v.InferOutput<typeof StateSchema>

const EMPTY: State = { mounted: [], pinned: null, lost: null, closedFor: null, toldFor: null }

export interface OverlayPorts {
  readonly door: OverlayDoor
  readonly window: CallWindow
  readonly lookedAt: () => Promise<Tab | null>
  readonly sharedTabId: () => Promise<number | null>
  /** The tab whose overlay captures it: that one stays, wherever else the overlay goes. */
  readonly capturingTabId: () => Promise<number | null>
  readonly contexts: RuntimeApi['contexts']
  readonly everyTab: PermissionsApi['everyTab']
  readonly session: StorageApi
  readonly link: Pick<HostLink, 'host'>
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly onError: (error: unknown) => void
}

export interface Overlays {
  follow(snapshot: Snapshot): void
  /** Something else changed: the tab looked at, a permission, the shared tab. */
  refresh(): void
  tabNavigating(tabId: number): Promise<void>
  tabGone(tabId: number): Promise<void>
  lost(tabId: number): Promise<void>
  mountedByItself(tabId: number): void
  pin(tabId: number, active: boolean): Promise<void>
  windowClosed(windowId: number): Promise<void>
  /** By the keyboard, into the overlay, or the call window where there is none. */
  focus(): Promise<void>
  settled(): Promise<void>
}

/** Keeps the overlay in the tab that is looked at, and the call window where it may not stand. */
export function makeOverlays(ports: OverlayPorts): Overlays {
  const stored = makeStored(ports.session, 'overlays', (value): State => {
    const parsed = v.safeParse(StateSchema, value)
    return parsed.success ? parsed.output : EMPTY
  })
  let snapshot: Snapshot | null = null
  let followed = ''
  let openWantedSince: number | null = null
  let nextLook: number | null = null

  const work = makeLatestOnly(async (now: Snapshot) => {
    await place(now)
  }, ports.onError)

  async function place(now: Snapshot): Promise<void> {
    const wish = overlayWish(now, ports.clock.now())
    const state = await stored.read()
    const [looked, shared, capturing] = await Promise.all([ports.lookedAt(), ports.sharedTabId(), ports.capturingTabId()])
    const before = state.mounted.at(-1) ?? null
    const target = overlayTarget({ wish, lookedAt: looked?.id ?? null, standing: before, pinned: state.pinned })
    const modeIn = (tabId: number): OverlayMode => (tabId === shared ? 'pill' : 'normal')
    const stands = target !== null && target !== state.lost && (await ports.door.mount(target, modeIn(target)))
    const standing = stands ? target : target === null || before === target ? null : before
    const stays = state.mounted.filter((tabId) => tabId !== standing && tabId === capturing)
    const unchanged = !stands && standing !== null ? [standing, ...stays] : stays
    await Promise.all(unchanged.map((tabId) => ports.door.setMode(tabId, modeIn(tabId)).catch(() => undefined)))
    const leaving = state.mounted.filter((tabId) => tabId !== standing && tabId !== capturing)
    await Promise.all(leaving.map((tabId) => ports.door.unmount(tabId).catch(() => undefined)))
    const over = wish.show === 'none'
    await stored.change((latest) => ({
      ...(over ? EMPTY : latest),
      mounted: standing === null ? stays : [...stays, standing],
    }))
    if (wish.show === 'ended') lookAgain(ENDED_SHOWN_MS)
    await placeWindow(wish, standing, looked, state)
    if (wish.show === 'call' && !stands && looked !== null) await tellWhy(wish.callId, looked)
  }

  async function placeWindow(wish: OverlayWish, standing: number | null, looked: Tab | null, state: State): Promise<void> {
    const floating = state.pinned !== null
    const [everyTab, contexts] = await Promise.all([ports.everyTab(), ports.contexts()])
    const popupOpen = contexts.some((context) => context.kind === 'popup')
    const inView = standing !== null && (standing === looked?.id || state.pinned === standing)
    const plan = callWindowPlan({
      wish,
      inView,
      standsSomewhere: standing !== null,
      everyTab,
      popupOpen,
      closedFor: state.closedFor,
    })
    if (popupOpen && !inView && wish.show !== 'none') lookAgain(POPUP_RECHECK_MS)
    openWantedSince = plan === 'open' ? (openWantedSince ?? ports.clock.now()) : null
    switch (plan) {
      case 'close':
        // The floating picture of a call window goes with its window: it stays until the call is over.
        if (wish.show === 'none' || !floating) await ports.window.close()
        return
      case 'openInFront':
        return ports.window.open(true)
      case 'open':
        if (openWantedSince !== null && ports.clock.now() - openWantedSince >= CALL_WINDOW_GRACE_MS)
          return ports.window.open(false)
        lookAgain(CALL_WINDOW_GRACE_MS)
        return
      case 'keep':
    }
  }

  /** Once a call: where the person granted every tab, or where no permission would help. */
  async function tellWhy(callId: string, looked: Tab): Promise<void> {
    if ((await stored.read()).toldFor === callId) return
    const closedPage = looked.url !== undefined && !/^(?:https?|file):/.test(looked.url)
    if (!closedPage && !(await ports.everyTab())) return
    await stored.change((state) => ({ ...state, toldFor: callId }))
    await ports.link.host({ type: 'raiseNotice', code: 'overlayNotPossible' })
  }

  /** One timer at most: the earliest look is enough, it asks for the next. */
  function lookAgain(ms: number): void {
    const at = ports.clock.now() + ms
    if (nextLook !== null && nextLook <= at) return
    nextLook = at
    ports.clock.after(ms, () => {
      if (nextLook === at) nextLook = null
      refresh()
    })
  }

  function refresh(): void {
    if (snapshot !== null) work.push(snapshot)
  }

  return {
    refresh,
    follow(next) {
      snapshot = next
      const key = JSON.stringify([overlayWish(next, ports.clock.now()), next.call.phase])
      if (key === followed) return
      followed = key
      refresh()
    },
    async tabNavigating(tabId) {
      const { mounted, lost } = await stored.read()
      if (!mounted.includes(tabId) && lost !== tabId) return
      await stored.change((state) => ({
        ...state,
        lost: state.lost === tabId ? null : state.lost,
        pinned: state.pinned === tabId ? null : state.pinned,
      }))
      for (const delay of NAVIGATION_RETRIES_MS) ports.clock.after(delay, refresh)
    },
    async tabGone(tabId) {
      const known = await stored.read()
      if (!known.mounted.includes(tabId) && known.pinned !== tabId) return
      await stored.change((state) => ({
        ...state,
        mounted: state.mounted.filter((mounted) => mounted !== tabId),
        pinned: state.pinned === tabId ? null : state.pinned,
      }))
      refresh()
    },
    async lost(tabId) {
      await stored.change((state) => ({ ...state, lost: tabId, mounted: state.mounted.filter((mounted) => mounted !== tabId) }))
      refresh()
    },
    mountedByItself(tabId) {
      // A page that comes back from the back-forward cache brings its overlay along, also after the call.
      void stored.read().then((state) => (state.mounted.includes(tabId) ? undefined : ports.door.unmount(tabId)))
    },
    async pin(tabId, active) {
      await stored.change((state) => ({ ...state, pinned: active ? tabId : state.pinned === tabId ? null : state.pinned }))
      refresh()
    },
    async windowClosed(windowId) {
      if (!(await ports.window.closedByPerson(windowId))) return
      const call = snapshot?.call
      const callId = call === undefined || call.phase === 'idle' ? null : call.callId
      await stored.change((state) => ({ ...state, closedFor: callId }))
    },
    async focus() {
      const standing = (await stored.read()).mounted.at(-1)
      if (standing !== undefined) await ports.door.focus(standing)
      else if (snapshot !== null && overlayWish(snapshot, ports.clock.now()).show !== 'none') await ports.window.open(true)
    },
    settled: work.settled,
  }
}
