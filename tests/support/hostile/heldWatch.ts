import type { Tabcall } from '../browser.ts'
import { resourcesOf } from '../resources.ts'
import { sleep } from '../wait.ts'

/** How often what is held is looked at. */
const LOOK_MS = 100

/** The most that a Tabcall has held at any time. */
export interface MostHeld {
  readonly looks: number
  /** Devices that were open. */
  readonly captures: number
  readonly connections: number
  /** Connections with a proved line to somebody. */
  readonly connected: number
}

/** Looks at what a Tabcall holds, again and again, until it is told to stop. */
export async function watchHeld(tabcall: Tabcall): Promise<() => Promise<MostHeld>> {
  const offscreen = await tabcall.offscreen()
  const stop = new AbortController()
  const watching = (async () => {
    let most: MostHeld = { looks: 0, captures: 0, connections: 0, connected: 0 }
    do {
      const held = await resourcesOf(offscreen)
      most = {
        looks: most.looks + 1,
        captures: Math.max(most.captures, held.captures.length),
        connections: Math.max(most.connections, held.connections),
        connected: Math.max(most.connected, held.connected),
      }
      await sleep(LOOK_MS)
    } while (!stop.signal.aborted)
    return most
  })()
  // A test that fails before it asks has said why already.
  watching.catch(() => undefined)
  return () => {
    stop.abort()
    return watching
  }
}
