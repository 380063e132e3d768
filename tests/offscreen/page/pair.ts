import { type MediaLine, SLOTS, type Slot } from '../../../src/offscreen/ports'

/** Two connections in one page, with the four transceivers of a call between Tabcalls, and stereo for the shared sound. */
export interface Pair {
  readonly near: MediaLine
  readonly far: MediaLine
  close(): void
}

const KINDS: Record<Slot, 'audio' | 'video'> = {
  microphone: 'audio',
  camera: 'video',
  sharePicture: 'video',
  shareSound: 'audio',
}

/** Asks the sender of the last m-line for stereo: it belongs into the receiver's own description. */
function withStereo(sdp: string): string {
  const [head = '', ...media] = sdp.split(/^(?=m=)/m)
  return (
    head +
    media
      .map((section, index) => (index === 3 ? section.replace(/(a=fmtp:\d+ .*useinbandfec=1)/, '$1;stereo=1') : section))
      .join('')
  )
}

function line(peerConnection: RTCPeerConnection, kind: 'tabcall' | 'plain'): MediaLine {
  const slotOf = (transceiver: RTCRtpTransceiver): Slot | undefined =>
    SLOTS[peerConnection.getTransceivers().indexOf(transceiver)]
  const at = (slot: Slot): RTCRtpTransceiver | undefined => peerConnection.getTransceivers()[SLOTS.indexOf(slot)]
  return {
    kind,
    peerConnection,
    sender: (slot) => at(slot)?.sender ?? null,
    receiver: (slot) => at(slot)?.receiver ?? null,
    remoteTrack: (slot) => at(slot)?.receiver.track ?? null,
    onRemoteTrack(listener) {
      const heard = ({ transceiver, track }: RTCTrackEvent): void => {
        const slot = slotOf(transceiver)
        if (slot) listener(slot, track)
      }
      peerConnection.addEventListener('track', heard)
      return () => peerConnection.removeEventListener('track', heard)
    },
  }
}

export async function connectPair(kind: 'tabcall' | 'plain' = 'tabcall'): Promise<Pair> {
  const near = new RTCPeerConnection()
  const far = new RTCPeerConnection()
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined)
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined)
  for (const slot of kind === 'plain' ? SLOTS.slice(0, 2) : SLOTS) near.addTransceiver(KINDS[slot], { direction: 'sendrecv' })
  await near.setLocalDescription()
  await far.setRemoteDescription({ type: 'offer', sdp: withStereo(near.localDescription?.sdp ?? '') })
  for (const transceiver of far.getTransceivers()) transceiver.direction = 'sendrecv'
  const answer = await far.createAnswer()
  const sdp = withStereo(answer.sdp ?? '')
  await far.setLocalDescription({ type: 'answer', sdp })
  await near.setRemoteDescription({ type: 'answer', sdp })
  return {
    near: line(near, kind),
    far: line(far, kind),
    close() {
      near.close()
      far.close()
    },
  }
}
