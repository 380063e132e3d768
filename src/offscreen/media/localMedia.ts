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

export interface LocalMediaDeps {
  readonly devices: CaptureDevices
  /** A permission granted in the middle of a call opens what is wanted. */
  readonly permissions: DevicePermissions
  readonly clock: Pick<Clock, 'after'>
}

/** Microphone and camera of this person (see `LocalMedia` in ports.ts). */
export function createLocalMedia({ devices, permissions, clock }: LocalMediaDeps): LocalMedia {
  const changes = createEmitter()
  const notices = createEmitter<[NoticeCode]>()
  let active = false
  let microphoneEnabled = true

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

  function stateOf(device: CapturedDevice, enabled: boolean): DeviceState {
    if (device.track) return enabled ? 'on' : 'off'
    return device.trouble ?? 'off'
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
    get microphoneTrack() {
      return microphone.track
    },
    get cameraTrack() {
      return camera.track
    },
    async acquire(wanted) {
      if (!active) {
        active = true
        microphoneEnabled = true
      }
      await Promise.all([microphone.wish(true), camera.wish(wanted.camera)])
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
    useDevices(ids) {
      microphone.useDevice(ids.microphone)
      camera.useDevice(ids.camera)
    },
    release() {
      active = false
      void microphone.wish(false)
      void camera.wish(false)
    },
    onChange: changes.subscribe,
    onNotice: notices.subscribe,
  }
}
