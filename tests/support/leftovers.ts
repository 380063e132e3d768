import type { Page } from 'playwright-core'
import * as v from 'valibot'

/** What a document still holds after a garbage collection: objects that nothing else than being kept keeps alive. */
export interface Leftovers {
  /** Live objects by the name of their class, collected or not being counted by the browser itself. */
  readonly objects: Readonly<Record<string, number>>
  /** Event listeners of all its objects. */
  readonly listeners: number
  /** Timers that are set. */
  readonly timers: number
  /** JavaScript's objects, the browser's own behind them (DOM, connections), and buffers. */
  readonly heapBytes: number
}

/** Of each call, these come and must go. */
const CLASSES = [
  'RTCPeerConnection',
  'RTCDataChannel',
  'MediaStreamTrack',
  'MediaStream',
  'MessagePort',
  'AudioContext',
  'AudioNode',
  'WebSocket',
  'HTMLAudioElement',
] as const

const HeapSchema = v.object({ usedSize: v.number(), embedderHeapUsedSize: v.number(), backingStorageSize: v.number() })
const MetricsSchema = v.array(v.object({ name: v.string(), value: v.number() }))

/** Counts timers in a page from now on. */
export async function countTimers(page: Page): Promise<() => Promise<number>> {
  const timers = await page.evaluateHandle(() => {
    const set = new Set<unknown>()
    const { setTimeout, setInterval, clearTimeout, clearInterval } = window
    const wrapped = (handler: TimerHandler, ms?: number, ...values: unknown[]): number => {
      const id = setTimeout(() => {
        set.delete(id)
        if (typeof handler === 'function') handler(...values)
      }, ms)
      set.add(id)
      return id
    }
    const repeated = (handler: TimerHandler, ms?: number, ...values: unknown[]): number => {
      const id = setInterval(handler, ms, ...values)
      set.add(id)
      return id
    }
    const clear = (id?: number): void => {
      set.delete(id)
      clearTimeout(id)
      clearInterval(id)
    }
    Object.assign(window, { setTimeout: wrapped, setInterval: repeated, clearTimeout: clear, clearInterval: clear })
    return set
  })
  return () => timers.evaluate((set) => set.size)
}

/** What a page holds at this moment, after everything that can be collected was. */
export async function leftoversOf(page: Page, timers: () => Promise<number>): Promise<Leftovers> {
  const session = await page.context().newCDPSession(page)
  try {
    await session.send('Performance.enable')
    for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
    const objects: Record<string, number> = {}
    for (const name of CLASSES) {
      const { result } = await session.send('Runtime.evaluate', { expression: `${name}.prototype`, objectGroup: 'leftovers' })
      const found = await session.send('Runtime.queryObjects', {
        prototypeObjectId: result.objectId ?? '',
        objectGroup: 'leftovers',
      })
      const counted = await session.send('Runtime.callFunctionOn', {
        objectId: found.objects.objectId ?? '',
        functionDeclaration: 'function () { return this.length }',
        returnByValue: true,
      })
      objects[name] = v.parse(v.number(), counted.result.value)
      await session.send('Runtime.releaseObjectGroup', { objectGroup: 'leftovers' })
    }
    const { metrics } = await session.send('Performance.getMetrics')
    const values = new Map(v.parse(MetricsSchema, metrics).map(({ name, value }) => [name, value]))
    const metric = (name: string): number => values.get(name) ?? Number.NaN
    const heap = v.parse(HeapSchema, await session.send('Runtime.getHeapUsage'))
    const heapBytes = heap.usedSize + heap.embedderHeapUsedSize + heap.backingStorageSize
    return { objects, listeners: metric('JSEventListeners'), timers: await timers(), heapBytes }
  } finally {
    await session.detach()
  }
}
