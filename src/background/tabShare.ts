import * as v from 'valibot'
import type { CaptureRefusal } from '../messaging/captureRefusal'
import type { CaptureOrigin, ShareTabAnswer } from '../messaging/command'
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

/** A page that has not answered by then is asked again at the next look. Longer than it may take to fetch artwork. */
const LOOK_TIMEOUT_MS = 2_500

const MAX_TITLE = 500

const WatchedSchema = v.nullable(
  v.object({
    tabId: v.number(),
    source: v.picklist(['tab', 'music']),
    since: v.number(),
    /** A snapshot has named it. */
    seen: v.boolean(),
    /** Its picture is sent. */
    picture: v.boolean(),
    by: v.picklist(['browser', 'overlay']),
  }),
)
type Watched = v.InferOutput<typeof WatchedSchema>

/** What a look at the shared tab brought; a page without permission or with no answer to give cannot be read. */
type Look = { readonly readable: true; readonly media: TabMedia } | { readonly readable: false }

export interface TabShare {
  /**
   * Shares a tab. Where the person has not invoked Tabcall on it, the overlay in it is told to capture it, if it can
   * (`canCapture`); else it is left to the browser's own picker.
   */
  share(tab: Tab | null, source: 'tab' | 'music', canCapture?: boolean): Promise<ShareTabAnswer>
  /** The overlay in `tab` carries it to the offscreen document, as it was told. */
  captured(tab: Tab, source: 'tab' | 'music', capture: string): Promise<void>
  notCaptured(source: 'tab' | 'music', why: CaptureRefusal): Promise<void>
  /** The tab whose picture is sent, which needs no overlay in it; null where there is none. */
  pictureTabId(): Promise<number | null>
  /** The tab whose overlay captures it: the share would end with that overlay. */
  overlayTabId(): Promise<number | null>
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
  /** A press is being answered: a second one, of a double click, means nothing more. */
  let starting = false

  async function look(tabId: number): Promise<Look> {
    const media = parseTabMedia(await api.scripting.run(tabId, readTabMedia, [artwork?.source ?? null]).catch(() => null))
    if (media === null) return { readable: false }
    if (media.artworkSource !== null && media.artworkSource !== artwork?.source) {
      artwork = { source: media.artworkSource, data: media.artwork }
    }
    return { readable: true, media }
  }

  async function poll(): Promise<void> {
    const share = await watched.read()
    if (share === null) return
    // Asked before the page is: a crashed one never answers.
    const tab = await api.tabs.get(share.tabId).catch(() => null)
    if (tab?.status === 'unloaded') {
      await crashed()
      return
    }
    const looked = await clock.within(look(share.tabId), LOOK_TIMEOUT_MS)
    if (looked === null) return
    const media = looked.readable ? looked.media : null
    const change = {
      tabId: share.tabId,
      // A page that cannot be read says nothing of what it shows: what was known of it stands.
      hint: media && hintOf(media),
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

  /** The picker gives no music without its picture: there the person is told what to click. */
  async function pick(source: 'tab' | 'music'): Promise<void> {
    if (source === 'music') await link.host({ type: 'raiseNotice', code: 'shareNeedsInvocation' })
    else await link.call({ type: 'shareDisplay' })
  }

  async function begin(tab: Tab, source: 'tab' | 'music', canCapture: boolean): Promise<ShareTabAnswer> {
    const looking = clock.within(look(tab.id), FIRST_LOOK_MS)
    const streamId = await api.capture.streamId(tab.id).catch(() => null)
    // The browser captures no tab twice; the capture that there is serves both ways to send it.
    const present = await watched.read()
    if (present?.tabId === tab.id) {
      await start(tab, source, streamId === null ? { by: 'present' } : { by: 'stream', streamId }, present.by, looking)
    } else if (streamId !== null) {
      await start(tab, source, { by: 'stream', streamId }, 'browser', looking)
    } else if (canCapture) {
      return 'captureHere'
    } else {
      await pick(source)
    }
    return 'done'
  }

  async function start(
    tab: Tab,
    source: 'tab' | 'music',
    from: CaptureOrigin,
    by: 'browser' | 'overlay',
    looking: Promise<Look | null>,
  ): Promise<void> {
    const looked = await looking
    await watched.change(() => ({ tabId: tab.id, source, since: clock.now(), seen: false, picture: source === 'tab', by }))
    told = ''
    onChange()
    await link.host({
      type: 'startTabShare',
      from,
      source,
      tabId: tab.id,
      title: (tab.title ?? '').slice(0, MAX_TITLE),
      hint: hintOf(looked?.readable ? looked.media : null),
    })
    startPolling()
  }

  return {
    poll,
    async share(tab, source, canCapture = false) {
      if (starting) return 'done'
      starting = true
      try {
        if (tab !== null && !isOwnTab(tab, api.runtime)) return await begin(tab, source, canCapture)
        await link.call({ type: 'shareDisplay' })
        return 'done'
      } finally {
        starting = false
      }
    },
    captured: (tab, source, capture) =>
      start(tab, source, { by: 'overlay', capture }, 'overlay', clock.within(look(tab.id), FIRST_LOOK_MS)),
    async notCaptured(source, why) {
      if (why === 'impossible') await pick(source)
      else await link.host({ type: 'raiseNotice', code: why === 'cancelled' ? 'shareCancelled' : 'shareForbidden' })
    },
    async overlayTabId() {
      const share = await watched.read()
      return share?.by === 'overlay' ? share.tabId : null
    },
    async pictureTabId() {
      const share = await watched.read()
      return share?.picture ? share.tabId : null
    },
    async follow({ call }) {
      const share = await watched.read()
      if (share === null) return
      const local = 'local' in call ? call.local.share : null
      const present = local !== null && local.source === share.source
      if (present) {
        const { picture } = local
        if (!share.seen || share.picture !== picture) {
          await watched.change((now) => (now === null ? now : { ...now, seen: true, picture }))
        }
        if (share.picture !== picture) onChange()
        startPolling()
      } else if (share.seen || !('local' in call) || clock.now() - share.since > START_TIMEOUT_MS) {
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
