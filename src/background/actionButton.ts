import type { ActionLook } from './badge'
import type { ActionApi } from './browserApi'
import { makeLatestOnly } from './latestOnly'

const SIZES = ['16', '32'] as const

/** Puts a look on the toolbar button; what is there already is not set again. */
export function makeActionButton(action: ActionApi, onError: (error: unknown) => void): { show(look: ActionLook): void } {
  let shown: ActionLook | null = null
  const looks = makeLatestOnly(async (look: ActionLook) => {
    const before = shown
    shown = look
    if (before?.text !== look.text) await action.setBadgeText({ text: look.text })
    if (before?.colour !== look.colour) await action.setBadgeBackgroundColor({ color: look.colour })
    if (before?.title !== look.title) await action.setTitle({ title: look.title })
    if (before?.icon !== look.icon) await action.setIcon({ path: iconPaths(look.icon) })
  }, onError)
  return { show: (look) => looks.push(look) }
}

/** From the root: a relative path is read against the service worker's own folder. */
function iconPaths(icon: ActionLook['icon']): Record<string, string> {
  const name = icon === 'offline' ? 'icon-offline' : 'icon'
  return Object.fromEntries(SIZES.map((size) => [size, `/icons/${name}-${size}.png`]))
}
