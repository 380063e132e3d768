import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import type { Settings } from '../settings/settings'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { LevelMeter } from '../ui/LevelMeter'
import type { Devices } from '../ui/setup/createDevices'
import { DeviceSelect } from '../ui/setup/DeviceSelect'
import { VideoView } from '../ui/VideoView'
import { createMicrophoneLevel } from './createMicrophoneLevel'
import { type DeviceOutcome, type Opened, openDevices } from './openDevices'

type Trouble = Exclude<DeviceOutcome, 'granted'>
const MICROPHONE_KEYS: { readonly [Outcome in Trouble]: MessageKey } = {
  refused: 'setUpMicrophoneRefused',
  missing: 'setUpMicrophoneMissing',
  busy: 'setUpMicrophoneBusy',
}
const CAMERA_KEYS: { readonly [Outcome in Trouble]: MessageKey } = {
  refused: 'setUpCameraRefused',
  missing: 'setUpCameraMissing',
  busy: 'setUpCameraBusy',
}

/** Microphone and camera: asks here, since nothing can ask in a call; then shows that they work. */
export function DeviceStep(props: {
  readonly settings: Settings
  readonly devices: Devices
  /** After a grant, when the devices have their names. */
  readonly onGranted: () => void
}): JSX.Element {
  const [opened, setOpened] = createSignal<Opened | null>(null)
  const [asking, setAsking] = createSignal(false)
  const stream = (): MediaStream | null => opened()?.stream ?? null
  const level = createMicrophoneLevel(stream)
  const stop = (): void => {
    for (const track of opened()?.stream.getTracks() ?? []) track.stop()
  }
  let gone = false
  onCleanup(() => {
    gone = true
    stop()
  })

  const open = async (microphone: string, camera: string): Promise<void> => {
    setAsking(true)
    stop()
    const now = await openDevices((constraints) => navigator.mediaDevices.getUserMedia(constraints), { microphone, camera })
    if (gone) {
      for (const track of now.stream.getTracks()) track.stop()
      return
    }
    setOpened(now)
    setAsking(false)
    props.onGranted()
  }
  const openChosen = (): void => void open(props.settings.microphone, props.settings.camera)
  onMount(async () => {
    const granted = await Promise.all((['microphone', 'camera'] as const).map((name) => navigator.permissions.query({ name })))
    if (granted.some(({ state }) => state === 'granted')) openChosen()
  })

  const trouble = (outcome: DeviceOutcome | undefined, keys: { readonly [Outcome in Trouble]: MessageKey }): MessageKey | null =>
    outcome === undefined || outcome === 'granted' ? null : keys[outcome]
  return (
    <>
      <p>{t('setUpDevicesHint')}</p>
      <div class="preview">
        <Show
          when={opened()?.camera === 'granted'}
          fallback={
            <span class="preview-empty">
              <Icon name="cameraOff" />
            </span>
          }
        >
          <VideoView stream={stream()} label={t('yourCamera')} mirrored />
        </Show>
        <div class="preview-level">
          <Icon name={opened()?.microphone === 'granted' ? 'microphone' : 'microphoneOff'} small />
          <LevelMeter label={t('microphoneLevel')} level={level()} />
        </div>
      </div>
      <Show when={trouble(opened()?.microphone, MICROPHONE_KEYS)}>
        {(key) => (
          <p class="field-error" role="alert">
            <Icon name="trouble" small />
            {t(key())}
          </p>
        )}
      </Show>
      <Show when={trouble(opened()?.camera, CAMERA_KEYS)}>
        {(key) => (
          <p class="field-error" role="alert">
            <Icon name="trouble" small />
            {t(key())}
          </p>
        )}
      </Show>
      <Show when={opened()?.microphone !== 'granted' || opened()?.camera !== 'granted'}>
        <div class="field-row">
          <Button
            label={t(opened() === null ? 'allowDevices' : 'tryDevicesAgain')}
            icon="microphone"
            kind={opened() === null ? 'accent' : 'plain'}
            disabled={asking()}
            onClick={openChosen}
          />
        </div>
      </Show>
      <Show when={opened()?.microphone === 'granted'}>
        <DeviceSelect
          label={t('microphone')}
          kind="audioinput"
          devices={props.devices}
          value={props.settings.microphone}
          onChange={(microphone) => {
            ask({ type: 'updateSettings', changes: { microphone } })
            void open(microphone, props.settings.camera)
          }}
        />
      </Show>
      <Show when={opened()?.camera === 'granted'}>
        <DeviceSelect
          label={t('camera')}
          kind="videoinput"
          devices={props.devices}
          value={props.settings.camera}
          onChange={(camera) => {
            ask({ type: 'updateSettings', changes: { camera } })
            void open(props.settings.microphone, camera)
          }}
        />
      </Show>
    </>
  )
}
