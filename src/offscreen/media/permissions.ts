import type { DeviceAccess, Permission } from '../../messaging/snapshot'
import type { DevicePermissions } from '../ports'
import { createEmitter } from './emitter'

type DevicePermissionName = 'microphone' | 'camera'

export interface PermissionsDeps {
  /** `navigator.permissions.query`, by name. */
  readonly query: (name: DevicePermissionName) => Promise<PermissionStatus>
}

/** Whether microphone and camera are granted, and when that changes. Until known it is `prompt`. */
export function createDevicePermissions({ query }: PermissionsDeps): DevicePermissions {
  const changes = createEmitter()
  let access: DeviceAccess = { microphone: 'prompt', camera: 'prompt' }

  function set(name: DevicePermissionName, permission: Permission): void {
    if (access[name] === permission) return
    access = { ...access, [name]: permission }
    changes.emit()
  }

  async function watch(name: DevicePermissionName): Promise<void> {
    try {
      const status = await query(name)
      set(name, status.state)
      status.addEventListener('change', () => set(name, status.state))
    } catch {
      // A browser without this permission name asks when the device is opened.
    }
  }
  void watch('microphone')
  void watch('camera')

  return {
    get access() {
      return access
    },
    onChange: changes.subscribe,
  }
}
