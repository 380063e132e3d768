import type { JSX } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import { MUSIC_BITRATES, RING_TONES, type RingTone, type Settings } from '../settings/settings'
import { Slider } from '../ui/Slider'
import { Switch } from '../ui/Switch'
import { Section } from '../ui/setup/Section'
import { Choice } from './Choice'
import type { Saving } from './createSaving'

const TONE_KEYS: { readonly [Tone in RingTone]: MessageKey } = {
  bells: 'toneBells',
  marimba: 'toneMarimba',
  pulse: 'tonePulse',
  off: 'toneOff',
}

/** Ring tone, call tones, music. */
export function SoundOptions(props: { readonly settings: Settings; readonly saving: Saving }): JSX.Element {
  return (
    <Section title={t('sounds')}>
      <Choice
        label={t('ringTone')}
        value={props.settings.ringTone}
        choices={RING_TONES.map((value) => ({ value, label: t(TONE_KEYS[value]) }))}
        onChange={(ringTone) => props.saving.save({ ringTone })}
      />
      <Slider
        label={t('ringVolume')}
        value={props.settings.ringVolume}
        onChange={(ringVolume) => props.saving.save({ ringVolume })}
      />
      <Switch
        label={t('callTones')}
        description={t('callTonesHint')}
        checked={props.settings.callTones}
        onChange={(callTones) => props.saving.save({ callTones })}
      />
      <Choice
        label={t('musicBitrate')}
        value={props.settings.musicBitrate}
        choices={MUSIC_BITRATES.map((value) => ({ value, label: t('kbps', value) }))}
        onChange={(musicBitrate) => props.saving.save({ musicBitrate })}
      />
      <Switch
        label={t('duckMusicSetting')}
        checked={props.settings.duckMusic}
        onChange={(duckMusic) => props.saving.save({ duckMusic })}
      />
    </Section>
  )
}
