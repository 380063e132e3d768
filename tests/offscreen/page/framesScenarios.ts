import { isRecord } from './guards'
import { inbound, movingTrack, until, wait } from './measure'
import { knownShare, makeRooms } from './rooms'

export const framesScenarios = {
  async frames() {
    const rooms = makeRooms(knownShare())
    const { track } = movingTrack(640, 360)
    const wanted: unknown[] = []
    rooms.framePump.onWantedChange((now) => wanted.push(now))
    rooms.framePump.setTrack('remote', track)
    const counts = { acking: 0, other: 0, silent: 0, ends: 0 }
    const open = (name: 'acking' | 'other' | 'silent', acks: boolean): MessagePort => {
      const channel = new MessageChannel()
      channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (!isRecord(data)) return
        if (data.type === 'end') counts.ends++
        if (!(data.frame instanceof VideoFrame)) return
        counts[name]++
        data.frame.close()
        if (acks) channel.port1.postMessage({ type: 'ack', source: data.source })
      }
      rooms.framePump.addPort(channel.port2, name)
      channel.port1.postMessage({ type: 'want', sources: ['remote'] })
      return channel.port1
    }
    const acking = open('acking', true)
    const other = open('other', true)
    open('silent', false)
    await wait(2_000)
    const running = { ...counts }
    acking.postMessage({ type: 'want', sources: [] })
    await wait(200)
    const hidden = counts.acking
    await wait(500)
    const stillHidden = counts.acking
    other.close()
    rooms.framePump.setTrack('remote', null)
    await wait(100)
    return { running, hidden, stillHidden, ends: counts.ends, wanted }
  },

  async loopback() {
    const rooms = makeRooms(knownShare())
    const view = new RTCPeerConnection()
    rooms.framePump.setTrack('remote', movingTrack(640, 360).track)
    const loopback = rooms.framePump.addLoopback((signal) => void receive(signal))
    async function receive(signal: Parameters<typeof loopback.handle>[0]): Promise<void> {
      if (signal.kind === 'description') {
        await view.setRemoteDescription({ type: signal.type, sdp: signal.sdp })
        await view.setLocalDescription()
        loopback.handle({ kind: 'description', type: 'answer', sdp: view.localDescription?.sdp ?? '' })
      } else if (signal.kind === 'candidate') {
        await view.addIceCandidate({ candidate: signal.candidate, sdpMid: signal.sdpMid, sdpMLineIndex: signal.sdpMLineIndex })
      }
    }
    view.onicecandidate = ({ candidate }) => {
      if (candidate)
        loopback.handle({
          kind: 'candidate',
          candidate: candidate.candidate,
          sdpMid: candidate.sdpMid,
          sdpMLineIndex: candidate.sdpMLineIndex,
        })
    }
    loopback.handle({ kind: 'start' })
    loopback.want(['remote'])
    const frames = async (): Promise<number> => {
      const entry = await inbound(view, 'video', view.getTransceivers()[0]?.mid ?? null)
      return typeof entry.framesDecoded === 'number' ? entry.framesDecoded : 0
    }
    const ms = await until(async () => (await frames()) > 10, 8_000)
    loopback.want([])
    await wait(300)
    const paused = await frames()
    await wait(500)
    const stillPaused = await frames()
    loopback.close()
    view.close()
    return { ms, paused, stillPaused }
  },
}
