import { type JSX, onMount, Show } from 'solid-js'
import { t } from '../i18n/t'
import { FOREVER } from '../settings/settings'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'

const HOUR_MS = 3_600_000
/** "Tomorrow" begins when people get up. */
const MORNING_HOUR = 7

/** Tomorrow morning, in milliseconds since the epoch. */
export function tomorrowMorning(now: number): number {
  const morning = new Date(now)
  morning.setDate(morning.getDate() + 1)
  morning.setHours(MORNING_HOUR, 0, 0, 0)
  return morning.getTime()
}

function silenceUntil(until: number): void {
  ask({ type: 'updateSettings', changes: { doNotDisturbUntil: until } })
}

/** How long rings are to be silenced. */
export function DoNotDisturbMenu(props: {
  readonly id: string
  readonly silenced: boolean
  readonly onClose: () => void
}): JSX.Element {
  let menu: HTMLFieldSetElement | undefined
  onMount(() => menu?.querySelector('button')?.focus())
  const choose = (until: number): void => {
    silenceUntil(until)
    props.onClose()
  }
  return (
    <fieldset
      ref={(element) => {
        menu = element
      }}
      id={props.id}
      class="menu"
      aria-label={t('doNotDisturb')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        props.onClose()
      }}
    >
      <Button label={t('silenceHour')} kind="quiet" onClick={() => choose(Date.now() + HOUR_MS)} />
      <Button label={t('silenceTomorrow')} kind="quiet" onClick={() => choose(tomorrowMorning(Date.now()))} />
      <Button label={t('silenceForever')} kind="quiet" onClick={() => choose(FOREVER)} />
      <Show when={props.silenced}>
        <Button label={t('turnOff')} kind="quiet" onClick={() => choose(0)} />
      </Show>
    </fieldset>
  )
}

/** That rings are silenced, until when, and the way back. */
export function DoNotDisturbState(props: { readonly until: number }): JSX.Element {
  const sentence = (): string =>
    props.until === FOREVER
      ? t('silenced')
      : t(
          'silencedUntil',
          new Date(props.until).toLocaleString(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' }),
        )
  return (
    <div class="banner banner-calm">
      <p>{sentence()}</p>
      <Button label={t('turnOff')} onClick={() => silenceUntil(0)} />
    </div>
  )
}
