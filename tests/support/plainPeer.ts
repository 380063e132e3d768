import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type Peer from 'peerjs'
import type { MediaConnection } from 'peerjs'
import type { Locator, Page } from 'playwright-core'
import { type ChromiumOptions, type Launched, launchChromium } from './chromium.ts'
import type { SignalingServer } from './servers.ts'
import { waitUntil } from './wait.ts'

/** What the plain page keeps on its window; nothing of Tabcall's is in it. */
interface PlainPage {
  readonly peer: Peer
  call: MediaConnection | null
  /** How to answer: at once with the camera, never, or not yet. */
  answer: boolean
  ringing: string | null
  closed: boolean
  error: string | null
  show(call: MediaConnection): void
}
declare global {
  interface Window {
    plain: PlainPage
    Peer: typeof Peer
  }
}

export interface PlainPeer extends Launched {
  readonly id: string
  readonly page: Page
  readonly remoteVideo: Locator
  call(id: string): Promise<void>
  /** From now on (and for a call that rings already): answer with the camera. */
  answer(): Promise<void>
  hangUp(): Promise<void>
  /** The id of who rings, null when nobody does. */
  ringing(): Promise<string | null>
  /** Whether the last call was closed, as PeerJS says. */
  closed(): Promise<boolean>
  error(): Promise<string | null>
}

/** Fulfilled by Playwright and never asked of a network; localhost, so that the camera may be used anywhere. */
const ADDRESS = 'http://localhost/plain'
const HTML = '<!doctype html><title>Plain PeerJS</title><video id="remote" autoplay playsinline></video>'

/** A plain PeerJS page in a browser of its own, registered under `id` and with its camera on. */
export async function launchPlainPeer(
  server: SignalingServer,
  id: string,
  { iceServers = [], ...options }: ChromiumOptions & { readonly iceServers?: readonly RTCIceServer[] } = {},
): Promise<PlainPeer> {
  const launched = await launchChromium(options)
  const { context } = launched
  await context.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: HTML }))
  await context.grantPermissions(['camera', 'microphone', 'local-network-access'], { origin: new URL(ADDRESS).origin })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(ADDRESS)
  await page.addScriptTag({ content: readFileSync(resolve('node_modules/peerjs/dist/peerjs.min.js'), 'utf8') })
  await page.evaluate(register, { id, host: server.host, port: server.port, iceServers: [...iceServers] })
  const get = <K extends 'ringing' | 'closed' | 'error'>(key: K) => page.evaluate((name) => window.plain[name], key)
  return {
    ...launched,
    id,
    page,
    remoteVideo: page.locator('#remote'),
    async call(to) {
      await page.evaluate(async (other) => {
        const camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
        const call = window.plain.peer.call(other, camera)
        window.plain.show(call)
      }, to)
    },
    async answer() {
      await page.evaluate(async () => {
        const { plain } = window
        // One call each time: the one that rings, or the next.
        plain.answer = !plain.ringing
        if (!plain.ringing || !plain.call) return
        plain.ringing = null
        plain.call.answer(await navigator.mediaDevices.getUserMedia({ audio: true, video: true }))
      })
    },
    async hangUp() {
      await page.evaluate(() => window.plain.call?.close())
    },
    ringing: () => get('ringing'),
    closed: () => get('closed'),
    error: () => get('error'),
  }
}

async function register(options: { id: string; host: string; port: number; iceServers: RTCIceServer[] }): Promise<void> {
  const { id, host, port, iceServers } = options
  const peer = new window.Peer(id, { host, port, path: '/', secure: false, config: { iceServers } })
  const plain: PlainPage = {
    peer,
    call: null,
    answer: false,
    ringing: null,
    closed: false,
    error: null,
    show(call) {
      plain.call = call
      plain.closed = false
      call.on('stream', (stream) => {
        const video = document.querySelector('video')
        if (video) video.srcObject = stream
      })
      call.on('close', () => {
        plain.closed = true
      })
    },
  }
  window.plain = plain
  peer.on('error', (error) => {
    plain.error = error.type
  })
  peer.on('call', async (call) => {
    plain.show(call)
    if (plain.answer) {
      plain.answer = false
      call.answer(await navigator.mediaDevices.getUserMedia({ audio: true, video: true }))
    } else plain.ringing = call.peer
  })
  await new Promise<void>((resolve, reject) => {
    peer.once('open', () => resolve())
    peer.once('error', reject)
  })
}

/** Waits until somebody rings the plain page. */
export function waitForRing(peer: PlainPeer, timeoutMs = 10_000): Promise<string> {
  return waitUntil(`${peer.id} is rung`, () => peer.ringing(), { timeoutMs })
}
