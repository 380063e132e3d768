import type { DeviceState, NoticeCode } from '../../messaging/snapshot'
import type { DevicePermissions, LocalMedia } from '../ports'
import { type CaptureDevices, type CapturedDevice, createCapturedDevice } from './capturedDevice'
import type { Clock } from './clock'
import { createEmitter } from './emitter'

/** What a call's voice needs; music has its own way (a shared tab), without any of these. */
const MICROPHONE_CONSTRAINTS: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
}

/** 720p at 30 is what a 1.5 Mbit/s camera stream carries well; a lesser camera gives what it has. */
const CAMERA_CONSTRAINTS: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
}

/**
 * How often the browser is asked which devices there are, in ms. Where nothing tells it that one was pulled out (sound on
 * Linux), it notices by being asked, and only then ends the track and says `devicechange`.
 */
const LOOK_EVERY_MS = 2_000

export interface LocalMediaDeps {
  readonly devices: CaptureDevices
  /** A permission granted in the middle of a call opens what is wanted. */
  readonly permissions: DevicePermissions
  readonly clock: Pick<Clock, 'after' | 'every'>
}

/** Microphone and camera of this person (see `LocalMedia` in ports.ts). */
export function createLocalMedia({ devices, permissions, clock }: LocalMediaDeps): LocalMedia {
  const changes = createEmitter()
  const notices = createEmitter<[NoticeCode]>()
  let active = false
  let microphoneEnabled = true
  let stopLooking: () => void = () => undefined

  const onNotice = (code: NoticeCode): void => notices.emit(code)
  const microphone = createCapturedDevice({
    kind: 'microphone',
    devices,
    constraints: MICROPHONE_CONSTRAINTS,
    clock,
    onNotice,
    onChange() {
      if (microphone.track) microphone.track.enabled = microphoneEnabled
      changes.emit()
    },
  })
  const camera = createCapturedDevice({
    kind: 'camera',
    devices,
    constraints: CAMERA_CONSTRAINTS,
    clock,
    onNotice,
    onChange: () => changes.emit(),
  })

  function begin(): void {
    if (active) return
    active = true
    microphoneEnabled = true
    stopLooking = clock.every(LOOK_EVERY_MS, () => void devices.enumerateDevices().catch(() => undefined))
  }

  function stateOf(device: CapturedDevice, enabled: boolean): DeviceState {
    return device.trouble ?? (device.track && enabled ? 'on' : 'off')
  }

  devices.addEventListener('devicechange', () => {
    microphone.retry()
    camera.retry()
  })
  permissions.onChange(() => {
    if (permissions.access.microphone === 'granted' && microphone.trouble === 'denied') microphone.retry()
    if (permissions.access.camera === 'granted' && camera.trouble === 'denied') camera.retry()
  })

  return {
    get microphone() {
      return stateOf(microphone, microphoneEnabled)
    },
    get camera() {
      return stateOf(camera, true)
    },
    get microphoneComing() {
      return microphoneEnabled && microphone.coming
    },
    get cameraComing() {
      return camera.coming
    },
    get microphoneTrack() {
      return microphone.track
    },
    get cameraTrack() {
      return camera.track
    },
    previewCamera() {
      begin()
      void camera.wish(true)
    },
    async acquire(wanted) {
      begin()
      // The camera first: devices are opened one after the other, and it takes longest.
      await Promise.all([camera.wish(wanted.camera), microphone.wish(true)])
      return active && (microphone.track !== null || camera.track !== null)
    },
    async setMicrophone(enabled) {
      if (!active) return
      microphoneEnabled = enabled
      if (microphone.track) {
        microphone.track.enabled = enabled
        changes.emit()
      } else if (enabled) {
        await microphone.wish(true)
      }
    },
    async setCamera(enabled) {
      if (!active) return
      await camera.wish(enabled)
    },
    useDevices(wanted) {
      const { echoCancellation } = wanted
      microphone.use({ id: wanted.microphone, constraints: { ...MICROPHONE_CONSTRAINTS, echoCancellation } })
      camera.use({ id: wanted.camera, constraints: CAMERA_CONSTRAINTS })
    },
    release() {
      active = false
      stopLooking()
      void microphone.wish(false)
      void camera.wish(false)
    },
    onChange: changes.subscribe,
    onNotice: notices.subscribe,
  }
}
