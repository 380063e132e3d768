/** How often a condition is looked at, in milliseconds. */
const INTERVAL_MS = 50

/**
 * Waits until `check` gives something truthy and returns that. What it throws meanwhile counts as "not yet".
 * @param what for the message: "Bob sees Alice's picture"
 * @throws after `timeoutMs`, with `what`, the last value and the last error
 */
export async function waitUntil<T>(
  what: string,
  check: () => T | Promise<T>,
  { timeoutMs = 15_000, intervalMs = INTERVAL_MS } = {},
): Promise<NonNullable<T>> {
  const giveUpAt = Date.now() + timeoutMs
  let last: unknown
  let trouble: unknown
  do {
    try {
      trouble = undefined
      const value = await check()
      last = value
      if (value) return value
    } catch (error) {
      trouble = error
    }
    await sleep(intervalMs)
  } while (Date.now() < giveUpAt)
  const seen = trouble instanceof Error ? trouble.message : JSON.stringify(last)
  throw new Error(`Not within ${timeoutMs} ms: ${what} (last: ${seen})`)
}

/** Resolves after `ms` milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
