import type { DeviceState, NoticeCode } from '../../messaging/snapshot'

export type DeviceKind = 'microphone' | 'camera'
export type DeviceTrouble = Extract<DeviceState, 'missing' | 'denied'>

/** The `name` of whatever `getUserMedia` was rejected with, or an empty string. */
export function errorName(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string' ? error.name : ''
}

/** A device taken by another program (`NotReadableError`) is as good as missing: it comes back by itself when freed. */
export function troubleFromError(error: unknown): DeviceTrouble {
  const name = errorName(error)
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'denied' : 'missing'
}

/** True when the device that was asked for by its id is not there, and any other of its kind would do. */
export function wasDeviceNotThere(error: unknown): boolean {
  const name = errorName(error)
  return name === 'OverconstrainedError' || name === 'NotFoundError' || name === 'NotReadableError' || name === 'AbortError'
}

/** True when the device is there, but something else has it just now. */
export function mayBeFreed(error: unknown): boolean {
  const name = errorName(error)
  return name === 'NotReadableError' || name === 'AbortError'
}

/** `lost`: it was there, and is gone. `stalled`: it is there, and gives nothing. */
type DeviceNews = DeviceTrouble | 'lost' | 'stalled'

const NOTICES: Record<DeviceKind, Record<DeviceNews, NoticeCode>> = {
  microphone: {
    missing: 'microphoneMissing',
    denied: 'microphoneDenied',
    lost: 'microphoneLost',
    stalled: 'microphoneStalled',
  },
  camera: { missing: 'cameraMissing', denied: 'cameraDenied', lost: 'cameraLost', stalled: 'cameraStalled' },
}

export function deviceNotice(kind: DeviceKind, trouble: DeviceNews): NoticeCode {
  return NOTICES[kind][trouble]
}
