import type { Clock } from '../../../src/background/clock'

/** Time that a test moves by hand. */
export function makeFakeClock(start = 1_800_000_000_000) {
  let now = start
  let timers: { at: number; task: () => void }[] = []
  let repeating: { ms: number; next: number; task: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    after: (ms, task) => void timers.push({ at: now + ms, task }),
    every: (ms, task) => {
      const entry = { ms, next: now + ms, task }
      repeating.push(entry)
      return () => {
        repeating = repeating.filter((other) => other !== entry)
      }
    },
    within: (task, ms) =>
      Promise.race([task, new Promise<null>((resolve) => timers.push({ at: now + ms, task: () => resolve(null) }))]),
  }
  return {
    clock,
    get repeating() {
      return repeating.length
    },
    /** Runs what falls due within `ms`, in order, and lets promises settle after each. */
    async pass(ms: number): Promise<void> {
      const until = now + ms
      for (;;) {
        const due = [...timers.map(({ at }) => at), ...repeating.map(({ next }) => next)].filter((at) => at <= until)
        if (due.length === 0) break
        now = Math.max(now, Math.min(...due))
        const ready = timers.filter(({ at }) => at <= now)
        timers = timers.filter(({ at }) => at > now)
        for (const { task } of ready) task()
        for (const entry of repeating.filter(({ next }) => next <= now)) {
          entry.next += entry.ms
          entry.task()
        }
        await settle()
      }
      now = until
      await settle()
    },
  }
}

/** Lets everything that waits for promises alone go on; nothing in memory takes more turns. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve()
}
