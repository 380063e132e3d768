/** Time, as the service worker uses it; every wait is short, since it may die in any of them. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  after(ms: number, task: () => void): void
  /** Calls `task` every `ms` until the returned function is called. */
  every(ms: number, task: () => void): () => void
  /** Resolves null when `task` takes longer than `ms`. */
  within<T>(task: Promise<T>, ms: number): Promise<T | null>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    setTimeout(task, ms)
  },
  every: (ms, task) => {
    const timer = setInterval(task, ms)
    return () => clearInterval(timer)
  },
  within: (task, ms) => Promise.race([task, new Promise<null>((resolve) => setTimeout(resolve, ms, null))]),
}
