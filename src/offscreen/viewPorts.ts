import * as v from 'valibot'
import browser, { type Runtime } from 'webextension-polyfill'
import { isOwnPage } from '../messaging/bus'
import { type CallCommand, CallCommandSchema } from '../messaging/command'
import type { Snapshot } from '../messaging/snapshot'
import { type SoundLevels, VIEW_PORT_NAME, type ViewDown } from '../messaging/viewPort'
import type { FramePump } from './ports'
import type { CarriedCaptures } from './share/carriedCapture'

const SourceSchema = v.picklist(['remote', 'self', 'share'])

/** A UUID. */
const MAX_NAME = 36

/** What a view may say, see `messaging/viewPort.ts`. */
const ViewUpSchema = v.variant('type', [
  v.object({ type: v.literal('command'), command: CallCommandSchema }),
  v.object({ type: v.literal('frames'), view: v.pipe(v.string(), v.maxLength(MAX_NAME)) }),
  v.object({ type: v.literal('carries'), capture: v.pipe(v.string(), v.maxLength(MAX_NAME)) }),
  v.object({ type: v.literal('want'), sources: v.array(SourceSchema) }),
  v.object({
    type: v.literal('loopback'),
    signal: v.variant('kind', [
      v.object({ kind: v.literal('start') }),
      v.object({ kind: v.literal('description'), type: v.picklist(['offer', 'answer']), sdp: v.string() }),
      v.object({
        kind: v.literal('candidate'),
        candidate: v.string(),
        sdpMid: v.nullable(v.string()),
        sdpMLineIndex: v.nullable(v.number()),
      }),
    ]),
  }),
])

export interface ViewPorts {
  publish(snapshot: Snapshot): void
  publishLevels(levels: SoundLevels): void
}

export interface ViewPortsDeps {
  readonly frames: FramePump
  readonly carried: CarriedCaptures
  readonly onCommand: (command: CallCommand) => void
}

/** The lines of popup, overlay, call window and viewer: snapshots out, commands in. Content scripts have none. */
export function serveViewPorts({ frames, carried, onCommand }: ViewPortsDeps): ViewPorts {
  const ports = new Set<Runtime.Port>()
  let latest: Snapshot | null = null

  function post(port: Runtime.Port, message: ViewDown): void {
    port.postMessage(message)
  }

  function serve(port: Runtime.Port): void {
    let loopback: ReturnType<FramePump['addLoopback']> | null = null
    let view: string | null = null
    const captures = new Set<string>()
    ports.add(port)
    if (latest !== null) post(port, { type: 'snapshot', snapshot: latest })
    port.onMessage.addListener((raw: unknown) => {
      const message = v.safeParse(ViewUpSchema, raw)
      if (!message.success) return
      switch (message.output.type) {
        case 'command':
          onCommand(message.output.command)
          return
        case 'loopback':
          loopback ??= frames.addLoopback((signal) => post(port, { type: 'loopback', signal }))
          loopback.handle(message.output.signal)
          return
        case 'frames':
          view = message.output.view
          return
        case 'carries':
          captures.add(message.output.capture)
          return
        case 'want':
          loopback?.want(message.output.sources)
          return
        default:
          message.output satisfies never
      }
    })
    port.onDisconnect.addListener(() => {
      ports.delete(port)
      loopback?.close()
      if (view !== null) frames.removeView(view)
      for (const capture of captures) carried.viewLeft(capture)
    })
  }

  browser.runtime.onConnect.addListener((port) => {
    if (port.name === VIEW_PORT_NAME && port.sender !== undefined && isOwnPage(port.sender)) serve(port)
  })

  return {
    publish(snapshot) {
      latest = snapshot
      for (const port of ports) post(port, { type: 'snapshot', snapshot })
    },
    publishLevels(levels) {
      for (const port of ports) post(port, { type: 'levels', ...levels })
    },
  }
}
