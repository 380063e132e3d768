import type { Snapshot } from '../messaging/snapshot'
import type { MenuItem, MenusApi } from './browserApi'
import { makeLatestOnly } from './latestOnly'
import type { Translate } from './translate'

export const MENU_IDS = ['call-selection', 'hang-up', 'share', 'microphone'] as const
export type MenuId = (typeof MENU_IDS)[number]

export function isMenuId(id: string | number): id is MenuId {
  return MENU_IDS.some((known) => known === id)
}

/**
 * What the menu holds now, in its order. Chromium cannot filter a selection by its content, so `Call "…"` is there for
 * every selected text.
 */
export function menuItems(snapshot: Snapshot | null, t: Translate): readonly (MenuItem & { readonly id: MenuId })[] {
  const selection = { id: 'call-selection', title: t('menuCallSelection'), contexts: ['selection'] } as const
  const call = snapshot?.call
  if (
    call?.phase !== 'outgoing' &&
    call?.phase !== 'connecting' &&
    call?.phase !== 'connected' &&
    call?.phase !== 'reconnecting'
  ) {
    return [selection]
  }
  const hangUp = { id: 'hang-up', title: t('hangUp'), contexts: ['all'] } as const
  const share = {
    id: 'share',
    title: call.local.share === null ? t('shareTab') : t('stopSharing'),
    contexts: ['all'],
  } as const
  const { microphone } = call.local
  const mute = {
    id: 'microphone',
    title: microphone === 'on' ? t('menuMuteMicrophone') : t('menuUnmuteMicrophone'),
    contexts: ['all'],
  } as const
  // A new item can only be put at the end: none may come before one that is above it.
  if (call.phase === 'outgoing') return [selection, hangUp]
  const canMute = microphone === 'on' || microphone === 'off'
  return [selection, hangUp, share, ...(canMute ? [mute] : [])]
}

/**
 * Keeps the browser's menu as wanted, one change at a time. Menus outlive the service worker: a new one does not
 * know what is there, so it updates what exists and creates what does not. Nothing is removed to be put back.
 */
export function makeContextMenu(menus: MenusApi, onError: (error: unknown) => void): { show(items: readonly MenuItem[]): void } {
  /** Titles as they stand in the browser, null where there is none; an id that is missing here is unknown. */
  const standing = new Map<MenuId, string | null>()

  async function put(id: MenuId, item: MenuItem | undefined): Promise<void> {
    const known = standing.get(id)
    if (known === (item?.title ?? null)) return
    if (item === undefined) await menus.remove(id).catch(() => undefined)
    else if (known === null) await create(item)
    else await menus.update(id, { title: item.title }).catch(() => create(item))
    standing.set(id, item?.title ?? null)
  }

  /** A repeated install may have left it there after all. */
  async function create(item: MenuItem): Promise<void> {
    await menus.create(item).catch(() => menus.update(item.id, { title: item.title }))
  }

  const wanted = makeLatestOnly(async (items: readonly MenuItem[]) => {
    for (const id of MENU_IDS) {
      await put(
        id,
        items.find((item) => item.id === id),
      )
    }
  }, onError)
  return { show: (items) => wanted.push(items) }
}
