/**
 * Runs `apply` for the latest value only, one at a time: values that come while it runs replace each other, so the
 * browser is never asked for two things at once and ends up with the last one. A rejection is given to `onError`
 * and does not stop later values.
 */
export function makeLatestOnly<T>(
  apply: (value: T) => Promise<void>,
  onError: (error: unknown) => void,
): { readonly push: (value: T) => void; readonly settled: () => Promise<void> } {
  let waiting: { readonly value: T } | null = null
  let running: Promise<void> | null = null

  async function drain(): Promise<void> {
    while (waiting !== null) {
      const { value } = waiting
      waiting = null
      await apply(value).catch(onError)
    }
    running = null
  }

  return {
    push(value) {
      waiting = { value }
      running ??= drain()
    },
    settled: () => running ?? Promise.resolve(),
  }
}
