import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { MediaConnection } from 'peerjs'
import type { CDPSession, Page } from 'playwright-core'
import { ALICE, BOB, type ChromiumOptions, launchChromium } from '../../tests/support/chromium.ts'
import type { SignalingServer } from '../../tests/support/servers.ts'

/** Fulfilled by Playwright and never asked of a network; localhost, so that camera and capture may be used. */
const ADDRESS = 'http://localhost/bare-share'
const HTML = '<!doctype html><title>Bare PeerJS</title><video aria-label="Remote video" autoplay playsinline></video>'

/** What the bare page keeps on its window: PeerJS's own objects and the browser's. */
interface BareShare {
  /** Resolves with the moment (`Date.now()`) at which the picker has given the capture. */
  share(options: { readonly framesPerSecond: number | null }): Promise<number>
  stop(): void
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
  /** Of the one who shares. */
  readonly browser: CDPSession
  close(): Promise<void>
}

/** In the title of what the bare page shares: the browser's picker is answered by it. */
export const BARE_SHARED = 'Bench'

/** Two pages with nothing but PeerJS in a call, of which one shares by `replaceTrack`. */
export async function startBarePair(
  server: SignalingServer,
  options: { readonly alice: ChromiumOptions; readonly bob: ChromiumOptions },
): Promise<BarePair> {
  const launched: Awaited<ReturnType<typeof launchChromium>>[] = []
  const open = async (id: string, chromium: ChromiumOptions) => {
    const browser = await launchChromium(chromium)
    launched.push(browser)
    const { context } = browser
    await context.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: HTML }))
    await context.grantPermissions(['camera', 'microphone', 'local-network-access'], { origin: new URL(ADDRESS).origin })
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(ADDRESS)
    await page.addScriptTag({ content: readFileSync(resolve('node_modules/peerjs/dist/peerjs.min.js'), 'utf8') })
    await page.evaluate(start, { id, host: server.host, port: server.port })
    return { browser, page }
  }
  const flags = [`--auto-select-tab-capture-source-by-title=${BARE_SHARED}`]
  const close = async () => {
    for (const browser of launched) await browser.close()
  }
  try {
    const alice = await open('bare-alice', {
      devices: ALICE,
      ...options.alice,
      flags: [...(options.alice.flags ?? []), ...flags],
    })
    const bob = await open('bare-bob', { devices: BOB, ...options.bob })
    await alice.page.evaluate(() => dial('bare-bob'))
    await bob.page.waitForFunction(() => {
      const video = document.querySelector('video')
      return video !== null && video.videoWidth > 0
    })
    const browser = await alice.browser.context.browser()?.newBrowserCDPSession()
    if (!browser) throw new Error('The browser has no connection to itself.')
    return {
      alice: alice.page,
      bob: bob.page,
      browser,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

declare function dial(id: string): Promise<void>

/** Runs in the page. */
async function start({ id, host, port }: { id: string; host: string; port: number }): Promise<void> {
  const peer = new window.Peer(id, { host, port, path: '/', secure: false, config: { iceServers: [] } })
  const camera = () => navigator.mediaDevices.getUserMedia({ audio: true, video: true })
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
    call.answer(await camera())
  })
  Object.assign(window, { dial: async (other: string) => show(peer.call(other, await camera())) })

  /** The same picture again and again, at a fixed rate. */
  function atRate(track: MediaStreamTrack, framesPerSecond: number): MediaStreamTrack {
    const generator = new MediaStreamTrackGenerator({ kind: 'video' })
    const writer = generator.writable.getWriter()
    let last: VideoFrame | null = null
    const isVideo = (each: MediaStreamTrack): each is MediaStreamVideoTrack => each.kind === 'video'
    if (!isVideo(track)) return track
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
    void (async () => {
      for (;;) {
        const { value } = await reader.read()
        if (!value) return
        last?.close()
        last = value
      }
    })()
    timer = setInterval(() => {
      if (last) void writer.write(new VideoFrame(last, { timestamp: Math.round(performance.now() * 1000) }))
    }, 1000 / framesPerSecond)
    return generator
  }

  window.bareShare = {
    async share({ framesPerSecond }) {
      captured = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: true })
      const at = Date.now()
      for (const track of captured.getTracks()) {
        const sender = window.bareCall?.peerConnection.getSenders().find((each) => each.track?.kind === track.kind)
        const fixed = track.kind === 'video' && framesPerSecond !== null ? atRate(track, framesPerSecond) : track
        await sender?.replaceTrack(fixed)
      }
      return at
    },
    stop() {
      clearInterval(timer)
      for (const track of captured?.getTracks() ?? []) track.stop()
    },
  }
  await new Promise<void>((done, failed) => {
    peer.once('open', () => done())
    peer.once('error', failed)
  })
}
