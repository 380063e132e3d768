import type { Person } from './pair.ts'

/** Stops every process of a browser; what is returned lets them go on. */
export async function putToSleep({ browser }: Person): Promise<() => void> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const signal = (name: NodeJS.Signals) => {
    for (const { id } of processInfo) process.kill(id, name)
  }
  signal('SIGSTOP')
  return () => signal('SIGCONT')
}
