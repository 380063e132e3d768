import type { FrameDown, FrameSource, FrameUp } from '../../messaging/framePort'

/** The view's end of one frame port. */
export interface FrameEnd {
  post(message: FrameUp): void
  close(): void
}

export interface FrameEndEvents {
  onMessage(message: FrameDown): void
  /** The other end is gone. */
  onClose(): void
  /** A frame came that cannot be read in this process: none ever will. */
  onUnreadable(): void
}

/** Where the frames of one picture go; its `picture` is what a view shows. */
export interface FrameSink<Picture> {
  readonly picture: Picture
  /** Takes the frame over, and resolves when the next one is welcome. */
  write(frame: VideoFrame): Promise<void>
  close(): void
}

export interface FrameClientDeps<Picture> {
  /** Sends one end of a new port to the offscreen document; rejects where nobody could hand it on. */
  offer(events: FrameEndEvents): Promise<FrameEnd>
  makeSink(): FrameSink<Picture>
  /** Null: there is nothing of it to show. */
  show(source: FrameSource, picture: Picture | null): void
  /** Runs `callback` once after `ms`; the result cancels it. */
  after(ms: number, callback: () => void): () => void
  /** Frames cannot be transferred to this page. */
  onUnable(): void
}

export interface FrameClient {
  /** What the view shows now. */
  want(sources: readonly FrameSource[]): void
  /** Whether anybody can see the view. */
  setLooking(looking: boolean): void
  /** The offscreen document was made again: the port leads nowhere. */
  reconnect(): void
  close(): void
}

/** An offer that brought nothing by then may have been lost on the way (the document was being made). */
export const FIRST_RETRY_MS = 1_500
/** The other side may simply send nothing: asking more often than this would be noise. */
export const LAST_RETRY_MS = 12_000
/** Time for a closed offscreen document to be made again. */
export const REOFFER_MS = 250

/** Takes decoded frames from the offscreen document, as many as are shown and looked at, and acknowledges each. */
export function createFrameClient<Picture>(deps: FrameClientDeps<Picture>): FrameClient {
  const sinks = new Map<FrameSource, FrameSink<Picture>>()
  let wanted: readonly FrameSource[] = []
  let looking = true
  let end: FrameEnd | null = null
  /** Told apart by number: a late answer to a former offer is nobody's. */
  let offerNumber = 0
  let retryMs = FIRST_RETRY_MS
  let cancelRetry: (() => void) | null = null
  let closed = false

  const shown = (): readonly FrameSource[] => (looking ? wanted : [])

  function stopRetrying(): void {
    cancelRetry?.()
    cancelRetry = null
  }

  function retryIn(ms: number): void {
    stopRetrying()
    if (closed || shown().length === 0) return
    cancelRetry = deps.after(ms, () => {
      drop()
      connect()
    })
  }

  function drop(): void {
    stopRetrying()
    offerNumber++
    end?.close()
    end = null
  }

  function connect(): void {
    if (closed || shown().length === 0) return
    const mine = ++offerNumber
    const current = (): boolean => mine === offerNumber && !closed
    retryIn(retryMs)
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
    deps
      .offer({
        onMessage: (message) => {
          if (current()) receive(message)
          else if (message.type === 'frame') message.frame.close()
        },
        onClose: () => {
          if (!current()) return
          drop()
          retryIn(REOFFER_MS)
        },
        onUnreadable: () => {
          if (current()) deps.onUnable()
        },
      })
      .then((opened) => {
        if (!current()) return opened.close()
        end = opened
        opened.post({ type: 'want', sources: shown() })
      })
      .catch(() => {
        if (current()) deps.onUnable()
      })
  }

  function receive(message: FrameDown): void {
    stopRetrying()
    retryMs = FIRST_RETRY_MS
    if (message.type === 'end') drain(message.source)
    else void write(message.source, message.frame)
  }

  async function write(source: FrameSource, frame: VideoFrame): Promise<void> {
    const from = end
    if (wanted.includes(source)) {
      const sink = sinks.get(source) ?? openSink(source)
      try {
        await sink.write(frame)
      } catch {
        // Its track was ended from outside (the page is being torn down): the next frame gets a new one.
        frame.close()
        if (sinks.get(source) === sink) drain(source)
      }
    } else {
      frame.close()
    }
    from?.post({ type: 'ack', source })
  }

  function openSink(source: FrameSource): FrameSink<Picture> {
    const sink = deps.makeSink()
    sinks.set(source, sink)
    deps.show(source, sink.picture)
    return sink
  }

  function drain(source: FrameSource): void {
    const sink = sinks.get(source)
    if (sink === undefined) return
    sinks.delete(source)
    sink.close()
    deps.show(source, null)
  }

  function update(): void {
    if (end !== null) end.post({ type: 'want', sources: shown() })
    if (shown().length === 0) stopRetrying()
    else if (end === null && cancelRetry === null) connect()
  }

  return {
    want(sources) {
      if (same(sources, wanted)) return
      wanted = [...sources]
      for (const source of [...sinks.keys()]) if (!wanted.includes(source)) drain(source)
      // Ready before the first frame comes: what nothing is attached to would lose it.
      for (const source of wanted) if (!sinks.has(source)) openSink(source)
      update()
    },
    setLooking(now) {
      if (looking === now) return
      looking = now
      update()
    },
    reconnect() {
      drop()
      retryMs = FIRST_RETRY_MS
      connect()
    },
    close() {
      closed = true
      drop()
      for (const source of [...sinks.keys()]) drain(source)
    },
  }
}

function same(a: readonly FrameSource[], b: readonly FrameSource[]): boolean {
  return a.length === b.length && a.every((source) => b.includes(source))
}
