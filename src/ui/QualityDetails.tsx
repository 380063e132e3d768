import type { JSX } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import type { Quality } from '../messaging/snapshot'

export const QUALITY_KEYS: { readonly [Level in Quality['level']]: MessageKey } = {
  good: 'qualityGood',
  fair: 'qualityFair',
  poor: 'qualityPoor',
}
const BARS: { readonly [Level in Quality['level']]: number } = { good: 3, fair: 2, poor: 1 }

/** How the line is, in bars and in a word. */
export function QualityMark(props: { readonly quality: Quality }): JSX.Element {
  return (
    <span class={`quality quality-${props.quality.level}`}>
      <span class="quality-bars" data-bars={BARS[props.quality.level]} aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      {t(QUALITY_KEYS[props.quality.level])}
    </span>
  )
}

function Row(props: { readonly name: string; readonly value: string | null }): JSX.Element {
  return (
    <div class="detail">
      <dt class="soft">{props.name}</dt>
      <dd>{props.value ?? t('unknown')}</dd>
    </div>
  )
}

/** The figures behind the word, for engineers. */
export function QualityDetails(props: { readonly quality: Quality }): JSX.Element {
  const resolution = (): string | null => {
    const picture = props.quality.resolution
    return picture ? t('resolutionValue', picture.width, picture.height, Math.round(picture.framesPerSecond)) : null
  }
  return (
    <dl class="details">
      <Row
        name={t('roundTrip')}
        value={props.quality.roundTripMs === null ? null : t('milliseconds', Math.round(props.quality.roundTripMs))}
      />
      <Row name={t('loss')} value={props.quality.loss === null ? null : t('percent', (props.quality.loss * 100).toFixed(1))} />
      <Row name={t('resolution')} value={resolution()} />
      <Row name={t('codec')} value={props.quality.codec} />
      <Row
        name={t('path')}
        value={props.quality.path === null ? null : t(props.quality.path === 'direct' ? 'pathDirect' : 'pathRelayed')}
      />
    </dl>
  )
}
