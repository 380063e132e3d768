import type { MessageKey } from '../i18n/t'
import type { DeviceAccess } from '../messaging/snapshot'

/**
 * What Tabcall may not use, as a sentence, where the person may want to mend it; null where nothing is in the way.
 * A camera that was never asked for is not missed: there may be none.
 */
export function missingDevices(access: DeviceAccess | undefined, wantsCamera: boolean): MessageKey | null {
  if (access === undefined) return null
  const { microphone, camera } = access
  if (microphone === 'denied') return camera === 'denied' ? 'devicesRefused' : 'microphoneRefused'
  if (microphone === 'prompt') return 'microphoneNotYet'
  return camera === 'denied' && wantsCamera ? 'cameraRefused' : null
}
