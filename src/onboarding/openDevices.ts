export type DeviceOutcome = 'granted' | 'refused' | 'missing' | 'busy'

export interface Opened {
  readonly stream: MediaStream
  readonly microphone: DeviceOutcome
  readonly camera: DeviceOutcome
}

/** Part of `navigator.mediaDevices`. */
export type GetUserMedia = (constraints: MediaStreamConstraints) => Promise<MediaStream>

/** Media Capture and Streams, 10.3.2: what the names of its failures mean for a person. */
function outcomeOf(failure: unknown): DeviceOutcome {
  const name = failure instanceof DOMException ? failure.name : ''
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'busy'
}

/**
 * Asks for microphone and camera: together, so that there is one question; each alone when that failed, so that
 * one missing does not take the other with it. Never rejects.
 */
export async function openDevices(getUserMedia: GetUserMedia, ids: { microphone: string; camera: string }): Promise<Opened> {
  const audio: MediaTrackConstraints | true = ids.microphone === '' ? true : { deviceId: ids.microphone }
  const video: MediaTrackConstraints | true = ids.camera === '' ? true : { deviceId: ids.camera }
  try {
    return { stream: await getUserMedia({ audio, video }), microphone: 'granted', camera: 'granted' }
  } catch {
    const alone = async (constraints: MediaStreamConstraints): Promise<[DeviceOutcome, readonly MediaStreamTrack[]]> => {
      try {
        return ['granted', (await getUserMedia(constraints)).getTracks()]
      } catch (failure) {
        return [outcomeOf(failure), []]
      }
    }
    const [microphone, voices] = await alone({ audio })
    const [camera, pictures] = await alone({ video })
    return { stream: new MediaStream([...voices, ...pictures]), microphone, camera }
  }
}
