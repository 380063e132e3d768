import type { MediaConnection } from 'peerjs'
import type { CDPSession, Page } from 'playwright-core'
import { ALICE, BOB, type ChromiumOptions } from '../../tests/support/chromium.ts'
import type { SignalingServer } from '../../tests/support/servers.ts'
import { type BarePage, openBarePage } from './barePage.ts'

const HTML = '<!doctype html><title>Bare PeerJS</title><video aria-label="Remote video" autoplay playsinline></video>'
const CALLEE = 'bare-bob'

/** What the bare page keeps on its window: PeerJS's own objects and the browser's. */
interface BareShare {
  dial(id: string): Promise<void>
  hangUp(): void
  /** Sends no camera from here on; what is shared later takes its place. */
  stopCamera(): Promise<void>
  /** Resolves with the moment (`Date.now()`) at which the picker has given the capture. */
  share(options: { readonly framesPerSecond: number | null }): Promise<number>
  stop(): Promise<void>
}
declare global {
  interface Window {
    bareCall: MediaConnection | null
    bareShare: BareShare
  }
}

export interface BarePair {
  readonly alice: Page
  readonly bob: Page
  /** Of Alice, who shares. */
  readonly browser: CDPSession
  /** Both talk, with cameras. */
  call(): Promise<void>
  hangUp(): Promise<void>
  close(): Promise<void>
}

/** In the title of what the bare page shares: the browser's picker is answered by it. */
export const BARE_SHARED = 'Bench'

/** Two pages with nothing but PeerJS, of which one shares by `replaceTrack`. */
export async function startBarePair(
  server: SignalingServer,
  options: { readonly alice: ChromiumOptions; readonly bob: ChromiumOptions },
): Promise<BarePair> {
  const opened: BarePage[] = []
  const open = async (id: string, chromium: ChromiumOptions) => {
    const bare = await openBarePage(HTML, chromium)
    opened.push(bare)
    await bare.page.evaluate(start, { id, host: server.host, port: server.port })
    return bare
  }
  const flags = [`--auto-select-tab-capture-source-by-title=${BARE_SHARED}`]
  const close = async () => {
    for (const bare of opened) await bare.close()
  }
  try {
    const alice = await open('bare-alice', {
      devices: ALICE,
      ...options.alice,
      flags: [...(options.alice.flags ?? []), ...flags],
    })
    const bob = await open(CALLEE, { devices: BOB, ...options.bob })
    const browser = await alice.context.browser()?.newBrowserCDPSession()
    if (!browser) throw new Error('The browser has no connection to itself.')
    return {
      alice: alice.page,
      bob: bob.page,
      browser,
      close,
      async call() {
        await alice.page.evaluate((id) => window.bareShare.dial(id), CALLEE)
        await bob.page.waitForFunction(() => {
          const video = document.querySelector('video')
          return video !== null && video.videoWidth > 0
        })
      },
      async hangUp() {
        for (const { page } of [alice, bob]) await page.evaluate(() => window.bareShare.hangUp())
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Runs in the page. */
async function start({ id, host, port }: { id: string; host: string; port: number }): Promise<void> {
  const peer = new window.Peer(id, { host, port, path: '/', secure: false, config: { iceServers: [] } })
  const camera = () => navigator.mediaDevices.getUserMedia({ audio: true, video: true })
  let devices: MediaStream | null = null
  let captured: MediaStream | null = null
  let timer: ReturnType<typeof setInterval> | undefined
  const show = (call: MediaConnection): void => {
    window.bareCall = call
    call.on('stream', (stream) => {
      const video = document.querySelector('video')
      if (video) video.srcObject = stream
    })
  }
  peer.on('call', async (call) => {
    show(call)
    devices = await camera()
    call.answer(devices)
  })

  /** The picture that a track shows now, again and again at a fixed rate. */
  async function atRate(track: MediaStreamTrack, framesPerSecond: number): Promise<MediaStreamTrack> {
    const generator = new MediaStreamTrackGenerator({ kind: 'video' })
    const writer = generator.writable.getWriter()
    // Whatever plays a track is given its picture at once, also of a page that stands still.
    const player = Object.assign(document.createElement('video'), { muted: true, srcObject: new MediaStream([track]) })
    await player.play()
    const now = () => Math.round(performance.now() * 1000)
    const frame = new VideoFrame(player, { timestamp: now() })
    const { format, codedWidth, codedHeight } = frame
    if (format === null) throw new Error('The picture cannot be read.')
    // A frame made from a frame has its moment of capture too, and what is of one moment is sent only once.
    const pixels = new Uint8Array(frame.allocationSize())
    await frame.copyTo(pixels)
    frame.close()
    timer = setInterval(() => {
      void writer.write(new VideoFrame(pixels, { format, codedWidth, codedHeight, timestamp: now() }))
    }, 1000 / framesPerSecond)
    return generator
  }

  const senders = (): RTCRtpSender[] => window.bareCall?.peerConnection.getSenders() ?? []
  let videoSender: RTCRtpSender | undefined
  let audioSender: RTCRtpSender | undefined
  window.bareShare = {
    async dial(other) {
      devices = await camera()
      show(peer.call(other, devices))
      videoSender = senders().find(({ track }) => track?.kind === 'video')
      audioSender = senders().find(({ track }) => track?.kind === 'audio')
    },
    hangUp() {
      window.bareCall?.close()
      window.bareCall = null
      for (const track of devices?.getTracks() ?? []) track.stop()
      const video = document.querySelector('video')
      if (video) video.srcObject = null
    },
    async stopCamera() {
      await videoSender?.replaceTrack(null)
      for (const track of devices?.getVideoTracks() ?? []) track.stop()
    },
    async share({ framesPerSecond }) {
      captured = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: true })
      const at = Date.now()
      const [picture] = captured.getVideoTracks()
      const [sound] = captured.getAudioTracks()
      if (picture) await videoSender?.replaceTrack(framesPerSecond === null ? picture : await atRate(picture, framesPerSecond))
      if (sound) await audioSender?.replaceTrack(sound)
      return at
    },
    async stop() {
      clearInterval(timer)
      await videoSender?.replaceTrack(null)
      await audioSender?.replaceTrack(devices?.getAudioTracks()[0] ?? null)
      for (const track of captured?.getTracks() ?? []) track.stop()
    },
  }
  await new Promise<void>((done, failed) => {
    peer.once('open', () => done())
    peer.once('error', failed)
  })
}
