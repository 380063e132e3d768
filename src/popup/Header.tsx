import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Settings } from '../settings/settings'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import type { View } from '../ui/createView'
import { StatusLine } from '../ui/StatusLine'
import { createNow } from '../ui/Timer'
import { DoNotDisturbMenu, DoNotDisturbState } from './DoNotDisturb'

const MENU_ID = 'do-not-disturb'

/** Name, status, do not disturb, options; and below it what keeps Tabcall from working. */
export function Header(props: { readonly view: View; readonly settings: Settings | null }): JSX.Element {
  const now = createNow()
  const [menuOpen, setMenuOpen] = createSignal(false)
  const silencedUntil = (): number | null => {
    const until = props.settings?.doNotDisturbUntil ?? 0
    return until > now() ? until : null
  }
  const missing = (): boolean => props.view.snapshot()?.devices.microphone !== 'granted' && props.view.snapshot() !== null
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
      <Show when={props.view.snapshot()?.signaling.state === 'inUseElsewhere'}>
        <div class="banner">
          <p>{t('inUseElsewhereHint')}</p>
          <Button label={t('useHere')} kind="accent" onClick={() => props.view.send({ type: 'useHere' })} />
        </div>
      </Show>
      <Show when={missing()}>
        <div class="banner">
          <p>{t(props.view.snapshot()?.devices.microphone === 'denied' ? 'microphoneRefused' : 'microphoneNotYet')}</p>
          <Button label={t('setUp')} kind="accent" onClick={() => ask({ type: 'openPage', page: 'onboarding' })} />
        </div>
      </Show>
    </>
  )
}
