import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright-core'
import { sleep } from '../../tests/support/wait.ts'

/** Seconds of processor time that all processes of a browser have used so far. */
async function browserSeconds(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

/** Processor cores that a browser uses, on average over `ms`. */
export async function coresOver(browser: CDPSession, ms: number): Promise<number> {
  const before = await browserSeconds(browser)
  const from = performance.now()
  await sleep(ms)
  const used = (await browserSeconds(browser)) - before
  return (used * 1_000) / (performance.now() - from)
}

/** Processor cores that a page's own process uses, on average over `ms`. */
export async function pageCoresOver(page: Page, ms: number): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const seconds = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'ProcessTime')?.value ?? 0
  }
  try {
    await session.send('Performance.enable')
    const before = await seconds()
    const from = performance.now()
    await sleep(ms)
    return (((await seconds()) - before) * 1_000) / (performance.now() - from)
  } finally {
    await session.detach()
  }
}

/** Megabytes of memory that a browser's processes hold, what they share counted once. */
export async function browserMegabytes(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  let kilobytes = 0
  for (const { id } of processInfo) {
    const [, pss = '0'] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')) ?? []
    kilobytes += Number(pss)
  }
  return kilobytes / 1_000
}
