import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Tabcall } from './browser.ts'
import { sleep } from './wait.ts'

/** Within this time a process has given back what it was told to. */
const GIVEN_BACK_MS = 2_000
/** What one collection lets go of, the next one collects. */
const ROUNDS = 3

/** The ids of the processes that the extension's contexts are in: one, as long as no page isolates its overlay. */
export async function extensionProcesses({ browser }: Pick<Tabcall, 'browser'>): Promise<readonly number[]> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const found = processInfo.filter(
    ({ type, id }) => type === 'renderer' && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--extension-process'),
  )
  if (found.length === 0) throw new Error('The extension has no process.')
  return found.map(({ id }) => id)
}

/**
 * The memory that is the extension's own, in bytes, after all that can be collected was, caches too: of what it shares with
 * other processes, its part (PSS).
 */
export async function extensionMemory(person: Pick<Tabcall, 'browser'>, offscreen: Page): Promise<number> {
  const session = await offscreen.context().newCDPSession(offscreen)
  for (let round = 0; round < ROUNDS; round++) {
    await session.send('HeapProfiler.collectGarbage')
    await session.send('Memory.simulatePressureNotification', { level: 'critical' })
    await sleep(GIVEN_BACK_MS)
  }
  await session.detach()
  const kilobytes = (await extensionProcesses(person)).map((id) =>
    Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]),
  )
  return kilobytes.reduce((sum, each) => sum + each, 0) * 1_024
}
