import type { OverlayMode } from '../messaging/contentMessages'
import type { HostUp, Rect } from '../messaging/hostPort'
import { homesIn } from './homes'
import { makeHostElement } from './hostElement'
import { createKeeper } from './keeper'
import { createLayers } from './layers'
import { type OverlayLine, openOverlayLine } from './overlayLine'
import { viewportOf } from './viewport'
import { type Sight, watchSight } from './visibility'

export interface MountOptions {
  readonly document: Document
  /** The overlay's URL. */
  readonly source: string
  readonly title: string
  readonly mode: OverlayMode
  /** The overlay has loaded and said where it stands. */
  readonly onMounted: () => void
  /** It cannot stand in this page. */
  readonly onLost: () => void
  readonly isAlive: () => boolean
  /** The page or the extension is going: there is nobody left to tell. */
  readonly onGone: () => void
}

/** The overlay in one page, until disposed: then nothing of it is left. */
export interface Mount {
  setMode(mode: OverlayMode): void
  focus(): void
  dispose(): void
}

/** From the iframe's load to the overlay's first word. Its script has run by then, so this is the way of two messages. */
const HELLO_TIMEOUT_MS = 1_200

/** A host that is not drawn for this long, in a tab that is, was hidden by the page. */
const HIDDEN_TIMEOUT_MS = 1_500

/** How often to look whether the extension is still there: a page keeps the frame of one that was turned off, and no event tells. */
const ALIVE_CHECK_MS = 1_000

/** A host covered this often in a row is covered on purpose; climbing over again would be a race. */
const MAX_RAISES = 3

export function makeMount(options: MountOptions): Mount {
  const { document, onLost } = options
  const window = document.defaultView ?? globalThis.window
  const life = new AbortController()
  const host = makeHostElement(document, options.source, options.title)
  const homes = homesIn(document)
  let home = homes[0]
  let mode = options.mode
  let line: OverlayLine | null = null
  let rect: Rect | null = null
  let credentialless = false
  let mounted = false
  let drawn = false
  let raises = 0
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined
  let helloTimer: ReturnType<typeof setTimeout> | undefined
  let stopWatching = (): void => undefined

  const layers = createLayers({
    document,
    host,
    home: () => home?.parent() ?? document.documentElement,
    rect: () => rect,
    onMoved: () => line?.send({ type: 'moved' }),
  })

  const keeper = createKeeper({
    places: homes.length,
    attach(place) {
      home?.leave()
      home = homes[place]
      attach()
    },
    giveUp: onLost,
    now: () => performance.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  })

  function attach(): void {
    stopWatching()
    home?.attach(host.element)
    host.raise()
    layers.arrange()
    stopWatching = watchSight(host.element, seen)
  }

  function seen(sight: Sight): void {
    drawn = sight.drawn
    clearTimeout(hiddenTimer)
    if (!host.element.isConnected) {
      keeper.lost()
      return
    }
    if (!isExpected()) return
    if (!sight.drawn) {
      // A dialog in a closed shadow root closes without a word, and the host in it is gone with it.
      layers.arrange()
      watchHidden()
      return
    }
    if (sight.uncovered) {
      raises = 0
    } else if (raises < MAX_RAISES && !host.isModal()) {
      raises++
      // A modal dialog inside a closed shadow root tells nobody that it opened.
      layers.arrange()
      host.raise()
      line?.send({ type: 'moved' })
    }
  }

  /** What is not drawn for long, though it should be, was hidden by the page. */
  function watchHidden(): void {
    clearTimeout(hiddenTimer)
    hiddenTimer = setTimeout(() => {
      if (!host.element.isConnected) keeper.lost()
      else if (!drawn && isExpected()) onLost()
    }, HIDDEN_TIMEOUT_MS)
  }

  /** Whether the host should be drawn now. */
  function isExpected(): boolean {
    return rect !== null && mode !== 'hidden' && document.visibilityState === 'visible'
  }

  function receive(message: HostUp): void {
    switch (message.type) {
      case 'hello':
        clearTimeout(helloTimer)
        line?.send({ type: 'mode', mode })
        sendViewport()
        return
      case 'place':
        rect = message.rect
        host.place(message.rect, message.radius)
        host.setShown(mode !== 'hidden')
        if (!mounted) options.onMounted()
        mounted = true
        if (!drawn) watchHidden()
        return
      case 'vanish':
        rect = null
        host.setShown(false)
        return
      default:
        message satisfies never
    }
  }

  function sendViewport(): void {
    line?.send({ type: 'viewport', ...viewportOf(window) })
  }

  host.onLoad((overlay) => {
    line?.close()
    line = openOverlayLine(overlay, receive)
    clearTimeout(helloTimer)
    helloTimer = setTimeout(() => {
      if (!options.isAlive()) {
        options.onGone()
      } else if (credentialless) {
        onLost()
      } else {
        // A page with COEP blocks what does not say that it may be embedded, unless it is loaded so.
        credentialless = true
        host.reloadCredentialless()
      }
    }, HELLO_TIMEOUT_MS)
  })

  const aliveTimer = setInterval(() => {
    if (!options.isAlive()) options.onGone()
  }, ALIVE_CHECK_MS)
  window.addEventListener('resize', sendViewport, { passive: true, signal: life.signal })
  // A page kept in the back-forward cache must not come back with an old overlay.
  window.addEventListener('pagehide', options.onGone, { signal: life.signal })
  // The page may close the popover, or put another over it.
  host.element.addEventListener(
    'toggle',
    () => {
      if (host.element.isConnected && !host.element.matches(':popover-open') && raises < MAX_RAISES) {
        raises++
        setTimeout(host.raise)
      }
    },
    { signal: life.signal },
  )
  if (window.crossOriginIsolated) {
    credentialless = true
    host.reloadCredentialless()
  }
  attach()

  return {
    setMode(now) {
      mode = now
      host.setShown(mode !== 'hidden' && (rect !== null || !mounted))
      line?.send({ type: 'mode', mode })
    },
    focus() {
      layers.reach()
      host.focus()
      line?.send({ type: 'focus' })
    },
    dispose() {
      life.abort()
      keeper.stop()
      clearInterval(aliveTimer)
      clearTimeout(hiddenTimer)
      clearTimeout(helloTimer)
      stopWatching()
      layers.dispose()
      line?.close()
      host.remove()
      home?.leave()
    },
  }
}
