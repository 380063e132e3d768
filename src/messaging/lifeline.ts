import type { Runtime } from 'webextension-polyfill'

/**
 * The offscreen document's own line to the service worker, held during a call: its end is the quickest sign that the
 * document was closed (there is no event for that), and it is what brings a call back within seconds. An alarm alone takes 30 s.
 */
export const LIFELINE_NAME = 'tabcall:lifeline'

/** A service worker dies after 30 s without an event, and a port alone does not keep it: a message does. */
const BEAT_MS = 20_000

/** A service worker that cannot start must not be asked in a loop. */
const RECONNECT_MS = 200

export type Lifeline = Pick<Runtime.Port, 'postMessage' | 'disconnect'> & {
  readonly onDisconnect: { addListener(listener: () => void): void }
}

/**
 * In the offscreen document: `hold(true)` while there is a call. The line is made anew when the service worker dies.
 * `connect` is `runtime.connect` with LIFELINE_NAME.
 */
export function makeLifeline(connect: (name: string) => Lifeline): { hold(held: boolean): void } {
  let port: Lifeline | null = null
  let wanted = false
  let beat: ReturnType<typeof setInterval> | undefined

  function open(): void {
    if (!wanted) return
    const opened = connect(LIFELINE_NAME)
    port = opened
    opened.onDisconnect.addListener(() => {
      if (port !== opened) return
      port = null
      setTimeout(open, RECONNECT_MS)
    })
  }

  return {
    hold(held) {
      if (held === wanted) return
      wanted = held
      if (held) {
        open()
        beat = setInterval(() => port?.postMessage('beat'), BEAT_MS)
        return
      }
      clearInterval(beat)
      const closing = port
      port = null
      closing?.disconnect()
    },
  }
}
