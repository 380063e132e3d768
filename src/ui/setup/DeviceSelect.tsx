import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { t } from '../../i18n/t'
import type { Devices } from './createDevices'

/** Chromium's own entries for "whatever the system says": ours stands for both. */
const SYSTEM_CHOICES = ['default', 'communications', '']

/** Which microphone, camera or speaker. An empty id is the system's choice. */
export function DeviceSelect(props: {
  readonly label: string
  readonly kind: MediaDeviceKind
  readonly devices: Devices
  readonly value: string
  readonly onChange: (deviceId: string) => void
}): JSX.Element {
  const id = createUniqueId()
  const choices = (): Devices =>
    props.devices.filter((device) => device.kind === props.kind && !SYSTEM_CHOICES.includes(device.deviceId))
  const gone = (): boolean => props.value !== '' && !choices().some((device) => device.deviceId === props.value)
  return (
    <div class="setting">
      <label for={`device-${id}`}>{props.label}</label>
      <select id={`device-${id}`} class="select" onChange={(event) => props.onChange(event.currentTarget.value)}>
        <option value="" selected={props.value === ''}>
          {t('systemDefault')}
        </option>
        <For each={choices()}>
          {(device, index) => (
            <option value={device.deviceId} selected={device.deviceId === props.value}>
              {device.label || t('deviceNumber', index() + 1)}
            </option>
          )}
        </For>
        <Show when={gone()}>
          <option value={props.value} selected>
            {t('deviceGone')}
          </option>
        </Show>
      </select>
    </div>
  )
}
