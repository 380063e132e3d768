import * as v from 'valibot'
import type { Snapshot } from '../messaging/snapshot'
import type { CaptureApi, RuntimeApi, ScriptingApi, StorageApi, TabsApi } from './browserApi'
import type { Clock } from './clock'
import type { HostLink } from './hostLink'
import { isOwnTab, type Tab } from './lookedAt'
import { makeStored } from './stored'
import { hintOf, musicCard, parseTabMedia, readTabMedia, type TabMedia } from './tabMedia'

/** How often a shared tab is looked at for another song or film. */
const POLL_MS = 3_000

/** A press must not wait for a slow page to say what it shows; the first poll corrects the hint. */
const FIRST_LOOK_MS = 100

/** A tab capture that no snapshot has named by then was refused. */
const START_TIMEOUT_MS = 5_000

const MAX_TITLE = 500

const WatchedSchema = v.nullable(
  v.object({ tabId: v.number(), source: v.picklist(['tab', 'music']), since: v.number(), seen: v.boolean() }),
)
type Watched = v.InferOutput<typeof WatchedSchema>

export interface TabShare {
  /** Shares a tab, with the browser's own picker where the person has not invoked Tabcall on it. */
  share(tab: Tab | null, source: 'tab' | 'music'): Promise<void>
  /** The tab being shared with its picture, which needs no overlay in it; null where there is none. */
  pictureTabId(): Promise<number | null>
  follow(snapshot: Snapshot): Promise<void>
  tabRemoved(tabId: number): Promise<void>
  /** Looks at the shared tab now. */
  poll(): Promise<void>
}

export interface TabShareBrowser {
  readonly runtime: Pick<RuntimeApi, 'getURL'>
  readonly tabs: Pick<TabsApi, 'get'>
  readonly capture: CaptureApi
  readonly scripting: Pick<ScriptingApi, 'run'>
  readonly session: StorageApi
}

/** `onChange`: another tab (or none) is shared now, called before its first frame is taken. */
export function makeTabShare(
  api: TabShareBrowser,
  link: HostLink,
  clock: Pick<Clock, 'now' | 'within' | 'every'>,
  onChange: () => void,
): TabShare {
  const watched = makeStored(api.session, 'sharedTab', (stored): Watched => {
    const parsed = v.safeParse(WatchedSchema, stored ?? null)
    return parsed.success ? parsed.output : null
  })
  let stopPolling: (() => void) | null = null
  /** The artwork last drawn, so that it is not fetched at every look; lost with the worker, then fetched once more. */
  let artwork: { readonly source: string; readonly data: string | null } | null = null
  let told = ''
  /** The tab whose share ended last: a closed tab ends its capture before the browser tells that it is gone. */
  let former: number | null = null

  async function look(tabId: number): Promise<TabMedia | null> {
    const media = parseTabMedia(await api.scripting.run(tabId, readTabMedia, [artwork?.source ?? null]).catch(() => null))
    if (media?.artworkSource != null && media.artworkSource !== artwork?.source) {
      artwork = { source: media.artworkSource, data: media.artwork }
    }
    return media
  }

  async function poll(): Promise<void> {
    const share = await watched.read()
    if (share === null) return
    const [media, tab] = await Promise.all([look(share.tabId), api.tabs.get(share.tabId).catch(() => null)])
    if (tab?.status === 'unloaded') {
      await crashed()
      return
    }
    const change = {
      tabId: share.tabId,
      hint: hintOf(media),
      music: musicCard(media, artwork?.data ?? null, share.source === 'music' ? (tab?.title ?? null) : null),
    }
    const words = JSON.stringify(change)
    if (words === told) return
    told = words
    await link.host({ type: 'tabMediaChanged', ...change })
  }

  /** A capture outlives the page that crashes under it: it would show its last picture for ever. */
  async function crashed(): Promise<void> {
    await forget()
    former = null
    await link.call({ type: 'stopSharing' })
    await link.host({ type: 'raiseNotice', code: 'shareTabCrashed' })
  }

  function startPolling(): void {
    stopPolling ??= clock.every(POLL_MS, () => void poll().catch(() => undefined))
  }

  async function forget(): Promise<void> {
    stopPolling?.()
    stopPolling = null
    artwork = null
    told = ''
    former = (await watched.read())?.tabId ?? former
    await watched.change(() => null)
    onChange()
  }

  return {
    poll,
    async share(tab, source) {
      if (tab === null || isOwnTab(tab, api.runtime)) {
        await link.call({ type: 'shareDisplay' })
        return
      }
      const looking = clock.within(look(tab.id), FIRST_LOOK_MS)
      const streamId = await api.capture.streamId(tab.id).catch(() => null)
      if (streamId === null) {
        // The picker gives no music without its picture: there the person is told what to click.
        if (source === 'music') await link.host({ type: 'raiseNotice', code: 'shareNeedsInvocation' })
        else await link.call({ type: 'shareDisplay' })
        return
      }
      const hint = hintOf(await looking)
      await watched.change(() => ({ tabId: tab.id, source, since: clock.now(), seen: false }))
      told = ''
      onChange()
      await link.host({
        type: 'startTabShare',
        streamId,
        source,
        tabId: tab.id,
        title: (tab.title ?? '').slice(0, MAX_TITLE),
        hint,
      })
      startPolling()
    },
    async pictureTabId() {
      const share = await watched.read()
      return share?.source === 'tab' ? share.tabId : null
    },
    async follow({ call }) {
      const share = await watched.read()
      if (share === null) return
      const local = 'local' in call ? call.local.share : null
      const present = local !== null && local.source === share.source
      if (present) {
        if (!share.seen) await watched.change((now) => (now === null ? now : { ...now, seen: true }))
        startPolling()
      } else if (share.seen || call.phase === 'idle' || clock.now() - share.since > START_TIMEOUT_MS) {
        await forget()
      }
    },
    async tabRemoved(tabId) {
      const shared = (await watched.read())?.tabId === tabId
      if (!shared && former !== tabId) return
      if (shared) await forget()
      former = null
      await link.host({ type: 'tabGone', tabId })
    },
  }
}
