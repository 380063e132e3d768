import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
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
import { type DeviceDoor, type DeviceOutcome, type Opened, openDevices } from './openDevices'

type Trouble = Exclude<DeviceOutcome, 'granted'>
const MICROPHONE_KEYS: { readonly [Outcome in Trouble]: MessageKey } = {
  refused: 'setUpMicrophoneRefused',
  dismissed: 'setUpDismissed',
  missing: 'setUpMicrophoneMissing',
  busy: 'setUpMicrophoneBusy',
}
const CAMERA_KEYS: { readonly [Outcome in Trouble]: MessageKey } = {
  refused: 'setUpCameraRefused',
  dismissed: 'setUpDismissed',
  missing: 'setUpCameraMissing',
  busy: 'setUpCameraBusy',
}

const BROWSER_DOOR: DeviceDoor = {
  getUserMedia: (constraints) => navigator.mediaDevices.getUserMedia(constraints),
  permissionOf: async (name) => (await navigator.permissions.query({ name })).state,
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
  /** Closed for as long as the tab is hidden: one left behind another must not hold the camera, nor keep its light on. */
  let resting = false
  const follow = (): void => {
    if (document.visibilityState === 'hidden') {
      if (stream()?.getTracks().length) resting = true
      stop()
    } else if (resting) {
      resting = false
      openChosen()
    }
  }
  document.addEventListener('visibilitychange', follow)
  onCleanup(() => {
    gone = true
    document.removeEventListener('visibilitychange', follow)
    stop()
  })

  const open = async (microphone: string, camera: string): Promise<void> => {
    setAsking(true)
    stop()
    const now = await openDevices(BROWSER_DOOR, { microphone, camera })
    if (gone) {
      for (const track of now.stream.getTracks()) track.stop()
      return
    }
    // Of two that were asked for at once, the one that comes first must not stay open behind the other.
    stop()
    setOpened(now)
    setAsking(false)
    follow()
    props.onGranted()
  }
  const openChosen = (): void => void open(props.settings.microphone, props.settings.camera)
  onMount(async () => {
    const states = await Promise.all((['microphone', 'camera'] as const).map(BROWSER_DOOR.permissionOf))
    if (states.includes('granted')) openChosen()
  })

  /** Each sentence once, also where both lack for the same reason. */
  const troubles = (): readonly MessageKey[] => {
    const { microphone = 'granted', camera = 'granted' } = opened() ?? {}
    const keys: MessageKey[] = []
    if (microphone !== 'granted') keys.push(MICROPHONE_KEYS[microphone])
    if (camera !== 'granted') keys.push(CAMERA_KEYS[camera])
    return [...new Set(keys)]
  }
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
      <For each={troubles()}>
        {(key) => (
          <p class="field-error" role="alert">
            <Icon name="trouble" small />
            {t(key)}
          </p>
        )}
      </For>
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
