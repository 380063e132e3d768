import type { JSX } from 'solid-js'
import { t } from '../i18n/t'
import type { Levels } from './createView'

/** One bar, 0 to 1. */
export function LevelMeter(props: { readonly label: string; readonly level: number }): JSX.Element {
  return <meter class="meter" aria-label={props.label} min="0" max="1" value={Math.min(1, Math.max(0, props.level))} />
}

/** Left over right. */
export function StereoMeter(props: { readonly levels: Levels }): JSX.Element {
  return (
    <span class="meters">
      <LevelMeter label={t('levelLeft')} level={props.levels.left} />
      <LevelMeter label={t('levelRight')} level={props.levels.right} />
    </span>
  )
}
