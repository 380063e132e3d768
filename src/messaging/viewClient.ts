import browser from 'webextension-polyfill'
import { sendBrowserCommand } from './bus'
import type { CallCommand } from './command'
import type { FrameSource } from './framePort'
import type { Snapshot } from './snapshot'
import { type LoopbackSignal, type SoundLevels, VIEW_PORT_NAME, type ViewDown, type ViewUp } from './viewPort'

export interface View {
  /** The latest snapshot comes at once where there is one, then every new one. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void
  onLevels(listener: (levels: SoundLevels) => void): () => void
  onLoopback(listener: (signal: LoopbackSignal) => void): () => void
  /** Called after each (re)connection to an offscreen document. */
  onConnected(listener: () => void): () => void
  send(command: CallCommand): void
  sendLoopback(signal: LoopbackSignal): void
  want(sources: readonly FrameSource[]): void
  /** Names this view's frame ports; said again on each connection. */
  nameFrames(view: string): void
  /** Names the capture that this view carries. */
  nameCapture(capture: string): void
  close(): void
}

/** A dead offscreen document is made again by the background; until then the view asks this often. */
const RECONNECT_MS = 250

/** A port that nobody answered with a snapshot by then leads nowhere (the document was being made): try again. */
const ANSWER_TIMEOUT_MS = 1_000

/**
 * A view's line to the offscreen document. It reconnects by itself, and asks the background to make the
 * document where there is none; commands sent meanwhile go out after the connection.
 */
export function connectView(): View {
  const snapshots = new Set<(snapshot: Snapshot) => void>()
  const levels = new Set<(levels: SoundLevels) => void>()
  const loopbacks = new Set<(signal: LoopbackSignal) => void>()
  const connections = new Set<() => void>()
  const waiting: ViewUp[] = []
  let latest: Snapshot | null = null
  let port: ReturnType<typeof browser.runtime.connect> | null = null
  let answered = false
  let closed = false

  function receive(message: ViewDown): void {
    switch (message.type) {
      case 'snapshot': {
        const first = !answered
        answered = true
        latest = message.snapshot
        for (const up of waiting.splice(0)) port?.postMessage(up)
        if (first) for (const listener of connections) listener()
        for (const listener of snapshots) listener(message.snapshot)
        return
      }
      case 'levels':
        for (const listener of levels) listener(message)
        return
      case 'loopback':
        for (const listener of loopbacks) listener(message.signal)
        return
      default:
        message satisfies never
    }
  }

  function connect(): void {
    if (closed) return
    answered = false
    port = browser.runtime.connect({ name: VIEW_PORT_NAME })
    port.onMessage.addListener((message) => {
      if (isViewDown(message)) receive(message)
    })
    const opened = port
    opened.onDisconnect.addListener(() => lost(opened))
    setTimeout(() => {
      if (port !== opened || answered) return
      opened.disconnect()
      lost(opened)
    }, ANSWER_TIMEOUT_MS)
  }

  function lost(old: ReturnType<typeof browser.runtime.connect>): void {
    if (port !== old) return
    port = null
    answered = false
    if (closed) return
    sendBrowserCommand({ type: 'viewOpened' }).catch(() => undefined)
    setTimeout(connect, RECONNECT_MS)
  }

  function post(message: ViewUp): void {
    if (port !== null && answered) port.postMessage(message)
    else waiting.push(message)
  }

  function subscribe<T>(listeners: Set<T>, listener: T): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  connect()
  sendBrowserCommand({ type: 'viewOpened' }).catch(() => undefined)

  return {
    onSnapshot(listener) {
      if (latest !== null) listener(latest)
      return subscribe(snapshots, listener)
    },
    onLevels: (listener) => subscribe(levels, listener),
    onLoopback: (listener) => subscribe(loopbacks, listener),
    onConnected: (listener) => subscribe(connections, listener),
    send: (command) => post({ type: 'command', command }),
    sendLoopback: (signal) => post({ type: 'loopback', signal }),
    want: (sources) => post({ type: 'want', sources }),
    nameFrames: (view) => post({ type: 'frames', view }),
    nameCapture: (capture) => post({ type: 'carries', capture }),
    close() {
      closed = true
      port?.disconnect()
    },
  }
}

/** The other end is our own offscreen document (a port to no one else is opened), so its shape is trusted by its type field. */
function isViewDown(message: unknown): message is ViewDown {
  return typeof message === 'object' && message !== null && 'type' in message
}
