/** `dismissed`: the browser's question was closed without an answer. */
export type DeviceOutcome = 'granted' | 'refused' | 'dismissed' | 'missing' | 'busy'

type DeviceName = 'microphone' | 'camera'

export interface Opened {
  readonly stream: MediaStream
  readonly microphone: DeviceOutcome
  readonly camera: DeviceOutcome
}

/** Parts of `navigator.mediaDevices` and `navigator.permissions`. */
export interface DeviceDoor {
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>
  readonly permissionOf: (name: DeviceName) => Promise<PermissionState>
}

/** Media Capture and Streams, 10.3.2: what the names of its failures mean for a person. */
function outcomeOf(failure: unknown, permission: PermissionState): DeviceOutcome {
  if (isRefusal(failure)) return permission === 'prompt' ? 'dismissed' : 'refused'
  const name = failure instanceof DOMException ? failure.name : ''
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}

function isRefusal(failure: unknown): boolean {
  return failure instanceof DOMException && (failure.name === 'NotAllowedError' || failure.name === 'SecurityError')
}

/**
 * Asks for microphone and camera: together, so that there is one question; each alone when that failed, so that
 * one missing does not take the other with it. Whoever closes the question is not asked again. Never rejects.
 */
export async function openDevices(door: DeviceDoor, ids: { microphone: string; camera: string }): Promise<Opened> {
  const audio: MediaTrackConstraints | true = ids.microphone === '' ? true : { deviceId: ids.microphone }
  const video: MediaTrackConstraints | true = ids.camera === '' ? true : { deviceId: ids.camera }
  try {
    return { stream: await door.getUserMedia({ audio, video }), microphone: 'granted', camera: 'granted' }
  } catch (failure) {
    const states = [await door.permissionOf('microphone'), await door.permissionOf('camera')]
    // Where one of them is refused already, the browser refuses both without a question.
    const closed = isRefusal(failure) && !states.includes('denied')
    const alone = async (
      name: DeviceName,
      constraints: MediaStreamConstraints,
    ): Promise<[DeviceOutcome, readonly MediaStreamTrack[]]> => {
      if (closed && (await door.permissionOf(name)) === 'prompt') return ['dismissed', []]
      try {
        return ['granted', (await door.getUserMedia(constraints)).getTracks()]
      } catch (alsoFailed) {
        return [outcomeOf(alsoFailed, await door.permissionOf(name)), []]
      }
    }
    const [microphone, voices] = await alone('microphone', { audio })
    const [camera, pictures] = await alone('camera', { video })
    return { stream: new MediaStream([...voices, ...pictures]), microphone, camera }
  }
}
