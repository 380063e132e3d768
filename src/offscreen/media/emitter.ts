import type { Unsubscribe } from '../ports'

/** A list of listeners. One that throws does not keep the others from hearing. */
export interface Emitter<T extends readonly unknown[]> {
  readonly size: number
  emit(...values: T): void
  /** `listener` may be subscribed more than once; each subscription ends by itself. */
  subscribe(listener: (...values: T) => void): Unsubscribe
}

/** `onSizeChange` is told how many listen, so that work nobody hears of can rest. */
export function createEmitter<T extends readonly unknown[] = []>(onSizeChange?: (size: number) => void): Emitter<T> {
  const listeners = new Set<{ readonly call: (...values: T) => void }>()
  return {
    get size() {
      return listeners.size
    },
    emit(...values) {
      for (const listener of [...listeners]) {
        try {
          listener.call(...values)
        } catch (error) {
          queueMicrotask(() => {
            throw error
          })
        }
      }
    },
    subscribe(call) {
      const listener = { call }
      listeners.add(listener)
      onSizeChange?.(listeners.size)
      return () => {
        if (listeners.delete(listener)) onSizeChange?.(listeners.size)
      }
    },
  }
}
