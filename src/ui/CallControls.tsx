import type { JSX } from 'solid-js'
import { t } from '../i18n/t'
import type { CallCommand } from '../messaging/command'
import type { DeviceState, LocalMedia } from '../messaging/snapshot'
import { Button } from './Button'

export type Send = (command: CallCommand) => void

/** `Microphone`, `Camera`, `Hang up`. */
export function CallControls(props: {
  readonly local: LocalMedia
  readonly send: Send
  readonly shortcuts?: Readonly<Record<string, string>> | undefined
  /** More buttons, between camera and hang up. */
  readonly children?: JSX.Element
}): JSX.Element {
  const isOn = (device: DeviceState): boolean => device === 'on'
  return (
    <fieldset class="call-controls" aria-label={t('callControls')}>
      <Button
        label={t('microphone')}
        icon={isOn(props.local.microphone) ? 'microphone' : 'microphoneOff'}
        iconOnly
        round
        pressed={isOn(props.local.microphone)}
        shortcut={props.shortcuts?.['toggle-microphone']}
        onClick={() => props.send({ type: 'setMicrophone', enabled: !isOn(props.local.microphone) })}
      />
      <Button
        label={t('camera')}
        icon={isOn(props.local.camera) ? 'camera' : 'cameraOff'}
        iconOnly
        round
        pressed={isOn(props.local.camera)}
        shortcut={props.shortcuts?.['toggle-camera']}
        onClick={() => props.send({ type: 'setCamera', enabled: !isOn(props.local.camera) })}
      />
      {props.children}
      <Button
        label={t('hangUp')}
        icon="hangUp"
        iconOnly
        round
        kind="hangUp"
        shortcut={props.shortcuts?.['hang-up']}
        onClick={() => props.send({ type: 'hangUp' })}
      />
    </fieldset>
  )
}
