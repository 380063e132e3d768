import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Settings } from '../settings/settings'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import type { View } from '../ui/createView'
import { KeyTrouble } from '../ui/KeyTrouble'
import { StatusLine } from '../ui/StatusLine'
import { createNow } from '../ui/Timer'
import { DoNotDisturbMenu, DoNotDisturbState } from './DoNotDisturb'
import { missingDevices } from './missingDevices'

const MENU_ID = 'do-not-disturb'

/** Name, status, do not disturb, options; and below it what keeps Tabcall from working. */
export function Header(props: { readonly view: View; readonly settings: Settings | null }): JSX.Element {
  const now = createNow()
  const [menuOpen, setMenuOpen] = createSignal(false)
  const silencedUntil = (): number | null => {
    const until = props.settings?.doNotDisturbUntil ?? 0
    return until > now() ? until : null
  }
  return (
    <>
      <header class="header">
        <img class="logo" src="/icons/icon-48.png" alt="" />
        <span class="brand strong">Tabcall</span>
        <StatusLine snapshot={props.view.snapshot()} />
        <div class="header-actions">
          <Button
            label={t('doNotDisturb')}
            icon={silencedUntil() === null ? 'bell' : 'bellOff'}
            iconOnly
            kind="quiet"
            expanded={menuOpen()}
            controls={MENU_ID}
            onClick={() => setMenuOpen(!menuOpen())}
          />
          <Button
            label={t('options')}
            icon="settings"
            iconOnly
            kind="quiet"
            onClick={() => ask({ type: 'openPage', page: 'options' })}
          />
        </div>
      </header>
      <Show when={menuOpen()}>
        <DoNotDisturbMenu id={MENU_ID} silenced={silencedUntil() !== null} onClose={() => setMenuOpen(false)} />
      </Show>
      <Show when={!menuOpen() && silencedUntil()}>{(until) => <DoNotDisturbState until={until()} />}</Show>
      <KeyTrouble snapshot={props.view.snapshot()} />
      <Show when={props.view.snapshot()?.signaling.state === 'inUseElsewhere'}>
        <div class="banner">
          <p>{t('inUseElsewhereHint')}</p>
          <Button label={t('useHere')} kind="accent" onClick={() => props.view.send({ type: 'useHere' })} />
        </div>
      </Show>
      <Show when={missingDevices(props.view.snapshot()?.devices, props.settings?.startWithCamera ?? true)}>
        {(key) => (
          <div class="banner">
            <p>{t(key())}</p>
            <Button label={t('setUp')} kind="accent" onClick={() => ask({ type: 'openPage', page: 'onboarding' })} />
          </div>
        )}
      </Show>
    </>
  )
}
