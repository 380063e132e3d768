import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Settings } from '../settings/settings'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { Switch } from '../ui/Switch'
import { createDevices } from '../ui/setup/createDevices'
import { DeviceSelect } from '../ui/setup/DeviceSelect'
import { Section } from '../ui/setup/Section'
import { SpeakerTest } from '../ui/setup/SpeakerTest'
import type { Saving } from './createSaving'

/** Which microphone, camera and speaker. */
export function DeviceOptions(props: { readonly settings: Settings; readonly saving: Saving }): JSX.Element {
  const { devices } = createDevices()
  return (
    <Section title={t('devices')}>
      <DeviceSelect
        label={t('microphone')}
        kind="audioinput"
        devices={devices()}
        value={props.settings.microphone}
        onChange={(microphone) => props.saving.save({ microphone })}
      />
      <DeviceSelect
        label={t('camera')}
        kind="videoinput"
        devices={devices()}
        value={props.settings.camera}
        onChange={(camera) => props.saving.save({ camera })}
      />
      <DeviceSelect
        label={t('speaker')}
        kind="audiooutput"
        devices={devices()}
        value={props.settings.speaker}
        onChange={(speaker) => props.saving.save({ speaker })}
      />
      <Switch
        label={t('cancelEcho')}
        description={t('cancelEchoHint')}
        checked={props.settings.echoCancellation}
        onChange={(echoCancellation) => props.saving.save({ echoCancellation })}
      />
      <Switch
        label={t('startWithCamera')}
        checked={props.settings.startWithCamera}
        onChange={(startWithCamera) => props.saving.save({ startWithCamera })}
      />
      <Show when={props.settings.startWithCamera}>
        <Switch
          label={t('previewCamera')}
          description={t('previewCameraHint')}
          checked={props.settings.previewCamera}
          onChange={(previewCamera) => props.saving.save({ previewCamera })}
        />
      </Show>
      <div class="field-row">
        <SpeakerTest speaker={props.settings.speaker} />
        <Button label={t('setUpAgain')} onClick={() => ask({ type: 'openPage', page: 'onboarding' })} />
      </div>
    </Section>
  )
}
