import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import browser from 'webextension-polyfill'
import { t } from '../i18n/t'
import { ask } from './ask'
import { Switch } from './Switch'

const EVERY_TAB = { origins: ['<all_urls>'] }

/** `Show calls on every tab`: asks the browser there and then, in the click. */
export function AllTabsSwitch(props: {
  /** In one sentence, and gone once it is granted (the options keep it). */
  readonly offerOnly?: boolean
}): JSX.Element {
  const [granted, setGranted] = createSignal<boolean | null>(null)
  const look = (): void => void browser.permissions.contains(EVERY_TAB).then(setGranted)
  look()
  browser.permissions.onAdded.addListener(look)
  browser.permissions.onRemoved.addListener(look)
  onCleanup(() => {
    browser.permissions.onAdded.removeListener(look)
    browser.permissions.onRemoved.removeListener(look)
  })
  const change = async (wanted: boolean): Promise<void> => {
    await (wanted ? browser.permissions.request(EVERY_TAB) : browser.permissions.remove(EVERY_TAB))
    ask({ type: 'hostPermissionChanged' })
    look()
  }
  return (
    <Show when={granted() !== null && !(props.offerOnly && granted())}>
      <Switch
        label={t('allTabs')}
        description={t(props.offerOnly ? 'allTabsOffer' : 'allTabsHint')}
        checked={granted() ?? false}
        onChange={(wanted) => void change(wanted)}
      />
    </Show>
  )
}
